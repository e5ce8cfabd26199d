/** Prints why no sandbox can be made, for tests that choose where it is asked. */
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";

console.log(await sandboxProblem() ?? "none");
