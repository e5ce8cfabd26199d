/** Checks the notebooks and the graded tasks in them: `deno task check`. */
import { Command } from "commander";
import { checkNotebooks } from "../check/check_notebooks.ts";
import { runProgram } from "../shared/command_line.ts";
import { taskProblems } from "./tasks/task_problems.ts";

await runProgram(
  new Command("deno task check")
    .description("Check the structure, types and style of the notebooks.")
    .action(() => checkNotebooks(taskProblems)),
);
