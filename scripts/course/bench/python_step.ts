import { join } from "node:path";
import { runOrThrow } from "../../shared/command.ts";
import { BUILD, venvProgram } from "../../shared/paths.ts";
import type { Step } from "../../setup/step.ts";
import { venvStep } from "../../setup/venv_step.ts";

const VENV = join(BUILD, "bench", "venv");

/** The Python interpreter with PyTorch and JAX. */
export const benchPython: string = venvProgram("python", VENV);

/** The Python environment with PyTorch and JAX, which only the benchmark needs. */
export const benchPythonStep: Step = venvStep({
  title: "PyTorch and JAX",
  folder: VENV,
  requirements: join(import.meta.dirname!, "requirements.txt"),
  describe: "import torch; print(torch.__version__)",
});

/**
 * Compiles all packages to bytecode, unless they are: set-up saves that time,
 * but PyTorch would then take four seconds longer to start, each time.
 */
export async function compilePackages(): Promise<void> {
  const code = "import compileall, sysconfig; " +
    "compileall.compile_dir(sysconfig.get_path('purelib'), quiet=2, workers=0)";
  await runOrThrow({ program: benchPython, args: ["-c", code] });
}
