/** Sets up what the other tasks need, grading among them: `deno task setup`. */
import { sandboxStep } from "./setup/sandbox_step.ts";
import { setUpProject } from "../setup/set_up_project.ts";

await setUpProject([sandboxStep]);
