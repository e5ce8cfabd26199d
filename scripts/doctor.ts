/** Shows what was found and whether it works: `deno task doctor`. */
import { diagnose } from "./doctor/diagnose.ts";

await diagnose();
