import { assertEquals } from "@std/assert";
import type {
  Cell,
  NbgraderMetadata,
} from "../../../scripts/notebooks/format.ts";
import { gradingProblems } from "../../../scripts/course/release/grading_problems.ts";

const ANSWER =
  "// BEGIN SOLUTION\n1\n// END SOLUTION\n// BEGIN PROMPT\n// 2\n// END PROMPT";
const CHECK =
  "// BEGIN HIDDEN TESTS\nawait handOut({});\n// END HIDDEN TESTS\ncheck();";

const SOLUTION = { grade: false, solution: true, locked: false };
const GRADE = { grade: true, solution: false, locked: true, points: 2 };
const BY_HAND = { grade: true, solution: true, locked: false, points: 2 };
const LOCKED = { grade: false, solution: false, locked: true };

type Metadata = Partial<NbgraderMetadata>;

function problemsOf(
  metadata: Metadata | undefined,
  source: string,
  change: Partial<Cell> = {},
): string[] {
  const nbgrader = metadata &&
    { schema_version: 3, grade_id: "x", ...metadata } as NbgraderMetadata;
  const cell: Cell = {
    type: "code",
    id: "x",
    source,
    tags: ["task-1"],
    nbgrader,
    outputCount: 0,
    executionCount: null,
    number: 1,
    ...change,
  };
  const notebook = {
    path: "",
    nbformat: "4.5",
    kernel: "mle-deno",
    cells: [cell],
  };
  return gradingProblems({ ...notebook, name: "x.ipynb" })
    .map((problem) => problem.replace(/^x\.ipynb, .*?cell.*?\): /, ""));
}

Deno.test("cells as they should be", () => {
  const text = { type: "markdown", number: 0 };
  for (
    const problems of [
      problemsOf(undefined, "1"),
      problemsOf(SOLUTION, ANSWER),
      problemsOf(GRADE, CHECK),
      problemsOf(BY_HAND, "Because.", text),
      problemsOf(LOCKED, "import;", { tags: ["setup"] }),
    ]
  ) assertEquals(problems, []);
});

const faults: [string, Metadata | undefined, string, Partial<Cell>, string][] =
  [
    [
      "another grade_id",
      { ...SOLUTION, grade_id: "y" },
      ANSWER,
      {},
      "expected the grade_id x, got y",
    ],
    [
      "another schema",
      { ...SOLUTION, schema_version: 2 },
      ANSWER,
      {},
      "expected schema version 3, got 2",
    ],
    [
      "no points",
      { ...GRADE, points: undefined },
      CHECK,
      {},
      "expected points, got undefined",
    ],
    [
      "points for nothing",
      { ...SOLUTION, points: 1 },
      ANSWER,
      {},
      "it has points but is not graded",
    ],
    [
      "a locked answer",
      { ...SOLUTION, locked: true },
      ANSWER,
      {},
      "an answer cannot be locked",
    ],
    [
      "an open grade cell",
      { ...GRADE, locked: false },
      CHECK,
      {},
      "a grade cell must be locked",
    ],
    [
      "no task",
      GRADE,
      CHECK,
      { tags: ["check"] },
      "expected the task as a tag, such as task-1",
    ],
    [
      "code that a person marks",
      BY_HAND,
      ANSWER,
      {},
      "what a person marks is a text cell",
    ],
    [
      "an open setup cell",
      undefined,
      "1",
      { tags: ["setup"] },
      "a setup cell is graded as it stands here: expected it to be locked",
    ],
    [
      "metadata of what students do not get",
      LOCKED,
      "1",
      { tags: ["answer-only"] },
      "students do not get what is answer-only: expected no metadata for nbgrader",
    ],
    [
      "no prompt",
      SOLUTION,
      ANSWER.split("\n// BEGIN PROMPT")[0],
      {},
      "expected the regions SOLUTION, PROMPT, got SOLUTION",
    ],
    [
      "a solution in any cell",
      undefined,
      ANSWER,
      {},
      "expected the regions none, got SOLUTION, PROMPT",
    ],
    [
      "no hidden tests",
      GRADE,
      "check();",
      {},
      "expected the regions HIDDEN TESTS, got none",
    ],
    [
      "hidden tests that hand out nothing",
      GRADE,
      CHECK.replace("handOut", "say"),
      {},
      "its hidden tests hand out nothing",
    ],
    [
      "a region without an end",
      SOLUTION,
      ANSWER.replace("\n// END PROMPT", ""),
      {},
      "expected // END PROMPT, got no more",
    ],
    [
      "a prompt that would run",
      SOLUTION,
      ANSWER.replace("// 2", "2"),
      {},
      "a prompt is a comment in this edition, got 2",
    ],
  ];

for (const [name, metadata, source, change, expected] of faults) {
  Deno.test(`grading: ${name}`, () => {
    assertEquals(problemsOf(metadata, source, change), [expected]);
  });
}
