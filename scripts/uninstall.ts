/** Removes what set-up has installed: `deno task uninstall`. */
import { STEPS } from "./setup/set_up_project.ts";
import { uninstall } from "./setup/uninstall.ts";
import { runBareProgram } from "./shared/bare_command_line.ts";

await runBareProgram(
  "deno task uninstall",
  "Take away all that set-up has brought; notebooks, data and results stay.",
  () => uninstall(STEPS),
);
