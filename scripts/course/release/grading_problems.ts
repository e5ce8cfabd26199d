import { type Cell, cellName, type Notebook } from "../../notebooks/format.ts";
import { type RegionName, regionsOf } from "./regions.ts";
import { ANSWER_ONLY } from "./student_notebooks.ts";

/** What in a notebook would make grading go wrong, one message each. */
export function gradingProblems(notebook: Notebook): string[] {
  return notebook.cells.flatMap((cell) =>
    [...cellProblems(cell)].map((problem) =>
      `${notebook.name}, ${cellName(cell)}: ${problem}`
    )
  );
}

function* cellProblems(cell: Cell): Generator<string> {
  const { nbgrader, type, tags } = cell;
  if (tags.includes("setup") && !(nbgrader?.locked && !nbgrader.solution)) {
    yield "a setup cell is graded as it stands here: expected it to be locked";
  }
  if (nbgrader) yield* metadataProblems(cell);
  if (tags.includes(ANSWER_ONLY) && nbgrader) {
    yield `students do not get what is ${ANSWER_ONLY}: expected no metadata ` +
      "for nbgrader";
  }
  if (type === "code") yield* regionProblems(cell);
}

function* metadataProblems({ nbgrader, id, type, tags }: Cell) {
  const { schema_version, grade_id, grade, solution, locked, points } =
    nbgrader!;
  if (schema_version !== 3) {
    yield `expected schema version 3, got ${schema_version}`;
  }
  if (grade_id !== id) yield `expected the grade_id ${id}, got ${grade_id}`;
  if (grade && !(points! > 0)) yield `expected points, got ${points}`;
  if (!grade && points !== undefined) yield "it has points but is not graded";
  if (solution && locked) yield "an answer cannot be locked";
  if (grade && !solution && !locked) yield "a grade cell must be locked";
  if (grade && solution && type === "code") {
    yield "what a person marks is a text cell";
  }
  if (grade && type === "code" && !tags.some((tag) => /^task-\d$/.test(tag))) {
    yield "expected the task as a tag, such as task-1";
  }
}

function* regionProblems({ nbgrader, source }: Cell): Generator<string> {
  const expected: RegionName[] = nbgrader?.solution
    ? ["SOLUTION", "PROMPT"]
    : nbgrader?.grade
    ? ["HIDDEN TESTS"]
    : [];
  let names: RegionName[];
  try {
    names = regionsOf(source).map(({ name }) => name);
  } catch (error) {
    yield (error as TypeError).message;
    return;
  }
  if (names.join() !== expected.join()) {
    yield `expected the regions ${list(expected)}, got ${list(names)}`;
  }
  const [hidden] = regionsOf(source);
  if (hidden?.name === "HIDDEN TESTS" && !/\bhandOut\(/.test(source)) {
    yield "its hidden tests hand out nothing";
  }
  const prompt = regionsOf(source).find(({ name }) => name === "PROMPT");
  const code = prompt?.lines.find((line) => !/^\s*\/\//.test(line));
  if (code !== undefined) {
    yield `a prompt is a comment in this edition, got ${code.trim()}`;
  }
}

const list = (names: readonly string[]) => names.join(", ") || "none";
