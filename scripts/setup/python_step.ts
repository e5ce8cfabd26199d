import { join } from "node:path";
import { ROOT, VENV } from "../shared/paths.ts";
import type { Step } from "./step.ts";
import { venvStep } from "./venv_step.ts";

/** The Python environment: Jupyter and its tools. */
export const pythonStep: Step = venvStep({
  title: "Python environment",
  folder: VENV,
  requirements: join(ROOT, "requirements.txt"),
  // They are all there: a test asks `pip check`. To look for more takes pip a
  // quarter of its time.
  options: ["--no-deps"],
  describe: "import platform; print('Python', platform.python_version())",
});
