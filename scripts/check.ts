/** Checks the notebooks' structure, format and code: `deno task check`. */
import { checkNotebooks } from "./check/check_notebooks.ts";

await checkNotebooks();
