/** Takes away what set-up has brought: `deno task uninstall`. */
import { STEPS } from "./setup/set_up_project.ts";
import { uninstall } from "./setup/uninstall.ts";

await uninstall(STEPS);
