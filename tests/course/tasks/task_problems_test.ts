import { assertEquals } from "@std/assert";
import type { Cell, Notebook } from "../../../scripts/notebooks/format.ts";
import { readNotebook } from "../../../scripts/notebooks/format.ts";
import {
  findNotebooks,
  NOTEBOOKS,
} from "../../../scripts/notebooks/sources.ts";
import { taskProblems } from "../../../scripts/course/tasks/task_problems.ts";

const [path] = await findNotebooks(NOTEBOOKS, "exercise_2");
const notebook = await readNotebook(path);

/** What is said if one cell is another, or none. */
function problemsOf(id: string, change: Partial<Cell> | undefined): string[] {
  const cells: Notebook["cells"] = notebook.cells.flatMap((cell) =>
    cell.id !== id ? [cell] : change ? [{ ...cell, ...change }] : []
  );
  return taskProblems({ ...notebook, cells });
}

Deno.test("a notebook as it should be has no problems", () => {
  assertEquals(taskProblems(notebook), []);
  const other = { ...notebook, name: "more.ipynb" };
  assertEquals(taskProblems(other), []);
});

const SAYS = "exercise_2_cnn_classifier.ipynb, ";
const faults: [string, string, Partial<Cell> | undefined, string][] = [
  [
    "a cell that is gone",
    "check-task-4",
    undefined,
    "exercise_2_cnn_classifier.ipynb: the task's cell check-task-4 is " +
    "missing",
  ],
  [
    "an answer as text",
    "task-4-answer",
    { type: "markdown", number: 0 },
    `${SAYS}markdown cell (task-4-answer): a task expects a code cell, got a ` +
    "markdown cell",
  ],
  [
    "a text as code",
    "learning-rates-meaning",
    { type: "code", number: 30, tags: ["task-5"] },
    `${SAYS}cell 30 (learning-rates-meaning): a task expects a markdown cell, ` +
    "got a code cell",
  ],
  [
    "a task that students do not get",
    "learning-rates-meaning",
    { tags: ["answer-only"] },
    `${SAYS}markdown cell (learning-rates-meaning): this is a task, but ` +
    "students do not get cells tagged answer-only",
  ],
  [
    "a check of no task",
    "check-task-1",
    { tags: ["check"], number: 9 },
    `${SAYS}cell 9 (check-task-1): expected the task as a tag, such as task-1`,
  ],
  [
    "metadata by hand",
    "imports",
    {
      number: 1,
      nbgrader: {
        ...{ schema_version: 3, grade_id: "imports", grade: false },
        ...{ solution: false, locked: true, task: false },
      },
    },
    `${SAYS}cell 1 (imports): expected no nbgrader metadata: ` +
    "scripts/course/tasks defines it",
  ],
  [
    "hidden tests in a notebook",
    "imports",
    { number: 1, source: "  // BEGIN HIDDEN TESTS" },
    `${SAYS}cell 1 (imports): answers and tests belong in files, got BEGIN ` +
    "HIDDEN TESTS",
  ],
];

for (const [name, id, change, expected] of faults) {
  Deno.test(`tasks: ${name}`, () => {
    assertEquals(problemsOf(id, change), [expected]);
  });
}
