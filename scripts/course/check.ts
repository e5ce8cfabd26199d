/** Checks the notebooks, and that they can be graded: `deno task check`. */
import { gradingProblems } from "./release/grading_problems.ts";
import { checkNotebooks } from "../check/check_notebooks.ts";

await checkNotebooks(gradingProblems);
