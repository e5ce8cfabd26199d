import { type Cell, cellName, type Notebook } from "../../notebooks/format.ts";
import { exerciseOf } from "./exercises.ts";

/** The tag of cells that are part of an answer and that students do not get. */
export const ANSWER_ONLY = "answer-only";

// nbgrader acts on such lines, which have no place in a notebook here.
const MARK = /\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b/;

/** Where a notebook does not fit its exercise, one message each. */
export function taskProblems(notebook: Notebook): string[] {
  const { name, cells } = notebook;
  const exercise = exerciseOf(name.replace(/\.ipynb$/, ""));
  const expected = new Map([
    ...Object.keys(exercise?.answers ?? {}).map((id) => [id, "code"] as const),
    ...Object.keys(exercise?.checks ?? {}).map((id) => [id, "code"] as const),
    ...Object.keys(exercise?.texts ?? {})
      .map((id) => [id, "markdown"] as const),
  ]);
  const ids = new Set(cells.map(({ id }) => id));
  return [
    ...[...expected.keys()].filter((id) => !ids.has(id))
      .map((id) => `${name}: the task's cell ${id} is missing`),
    ...cells.flatMap((cell) =>
      [...cellProblems(cell, expected.get(cell.id))]
        .map((problem) => `${name}, ${cellName(cell)}: ${problem}`)
    ),
  ];
}

function* cellProblems(
  { type, tags, source, nbgrader }: Cell,
  expected: "code" | "markdown" | undefined,
): Generator<string> {
  if (nbgrader) {
    yield "expected no nbgrader metadata: scripts/course/tasks defines it";
  }
  const mark = MARK.exec(source);
  if (mark) yield `answers and tests belong in files, got ${mark[0]}`;
  if (expected === undefined) return;
  if (type !== expected) {
    yield `a task expects a ${expected} cell, got a ${type} cell`;
  }
  if (tags.includes(ANSWER_ONLY)) {
    yield `this is a task, but students do not get cells tagged ${ANSWER_ONLY}`;
  }
  if (type === "code" && !tags.some((tag) => /^task-\d$/.test(tag))) {
    yield "expected the task as a tag, such as task-1";
  }
}
