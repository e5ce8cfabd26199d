import { join } from "node:path";
import { BUILD, venvProgram } from "../../shared/paths.ts";
import type { Step } from "../../setup/step.ts";
import { venvStep } from "../../setup/venv_step.ts";

const VENV = join(BUILD, "bench", "venv");

/** The Python interpreter with PyTorch. */
export const torchPython: string = venvProgram("python", VENV);

/** The Python environment with PyTorch, which only the benchmark needs. */
export const torchStep: Step = venvStep({
  title: "PyTorch",
  folder: VENV,
  requirements: join(import.meta.dirname!, "requirements.txt"),
  describe: "import torch; print(torch.__version__)",
});
