/** Sets up what the other tasks need: `deno task setup`. */
import { setUpProject } from "./setup/set_up_project.ts";

await setUpProject();
