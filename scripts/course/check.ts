/** Checks the notebooks, and that tasks stand in them: `deno task check`. */
import { checkNotebooks } from "../check/check_notebooks.ts";
import { taskProblems } from "./tasks/task_problems.ts";

await checkNotebooks(taskProblems);
