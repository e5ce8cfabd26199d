/** Shows what was found and whether it works, grading included: `deno task doctor`. */
import { describeSandbox } from "./doctor/sandbox.ts";
import { diagnose } from "../doctor/diagnose.ts";

await diagnose([["Sandbox", describeSandbox]]);
