/** Checks the notebooks and the graded tasks in them: `deno task check`. */
import { checkNotebooks } from "../check/check_notebooks.ts";
import { taskProblems } from "./tasks/task_problems.ts";

await checkNotebooks(taskProblems);
