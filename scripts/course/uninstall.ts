/**
 * Removes what set-up has installed, also for grading, benchmark and checks:
 * `deno task uninstall`.
 */
import { STEPS } from "../setup/set_up_project.ts";
import { uninstall } from "../setup/uninstall.ts";
import { runBareProgram } from "../shared/bare_command_line.ts";
import { benchPythonStep } from "./bench/python_step.ts";
import { toolsStep } from "./ok/tools_step.ts";
import { sandboxStep } from "./setup/sandbox_step.ts";

await runBareProgram(
  "deno task uninstall",
  "Take away all that set-up has brought; notebooks, data and results stay.",
  () => uninstall([...STEPS, sandboxStep, benchPythonStep, toolsStep]),
);
