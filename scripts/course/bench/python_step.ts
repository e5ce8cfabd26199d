import { join } from "node:path";
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
