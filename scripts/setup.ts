/** Sets up what the other tasks need: `deno task setup`. */
import { setUpProject } from "./setup/set_up_project.ts";
import { runBareProgram } from "./shared/bare_command_line.ts";

await runBareProgram(
  "deno task setup",
  "Set up everything the other tasks need; does nothing when it is all there.",
  () => setUpProject(),
);
