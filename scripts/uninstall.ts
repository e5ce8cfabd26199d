/** Removes what set-up has installed: `deno task uninstall`. */
import { STEPS } from "./setup/set_up_project.ts";
import { uninstall } from "./setup/uninstall.ts";

await uninstall(STEPS);
