import { assertEquals } from "@std/assert";
import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { notebook } from "./grade_cells.ts";
import {
  graded,
  RIGHT,
  solution,
  STUDENT,
  submission,
  TEACHER,
  type TestCell,
} from "./notebooks.ts";

const teacher = notebook(TEACHER);

function assembled(cells: TestCell[]) {
  return assemble(teacher, notebook(cells));
}

function ran(cells: TestCell[]): string[] {
  return assembled(cells).filter(({ role }) => role !== "text")
    .map(({ id }) => id);
}

function notesOf(cells: TestCell[]): string[] {
  return assembled(cells).flatMap(({ id, notes }) =>
    notes.map((note) => `${id}: ${note}`)
  );
}

const GRADED = ["setup", "square", "check-square", "cube", "check-cube"];

Deno.test("an ordinary submission: answers are the student's, the rest the teacher's", () => {
  const cells = assembled(RIGHT);
  assertEquals(cells.map(({ id }) => id), TEACHER.map(({ id }) => id));
  assertEquals(cells.flatMap(({ notes }) => notes), []);
  const source = (id: string) => cells.find((cell) => cell.id === id)!.source;
  assertEquals(source("cube"), "globalThis.cube = (x) => x * x * x;");
  assertEquals(source("discussion"), "They grow faster than $x$.");
  assertEquals(ran(RIGHT), GRADED);
  assertEquals(cells.map(({ graded }) => graded?.points ?? 0), [
    0,
    0,
    0,
    4,
    0,
    0,
    2,
    3,
  ]);
});

Deno.test("hidden tests are the teacher's, whatever a submission says", () => {
  const cells = submission({
    "check-cube": { hidden: "await handOut(() => ({}));" },
    cube: { hidden: "1;" },
  }, RIGHT);
  assertEquals(
    assembled(cells).flatMap(({ id, hidden }) =>
      hidden ? [[id, hidden.source]] : []
    ),
    TEACHER.flatMap(({ id, hidden }) => hidden ? [[id, hidden]] : []),
  );
});

Deno.test("edited, deleted, retyped grade and setup cells: the original is used", () => {
  const original = assembled(RIGHT);
  const attacks: [string, Partial<TestCell> | undefined, string][] = [
    ["check-square", { source: "1" }, "changed"],
    ["check-square", undefined, "missing"],
    ["check-square", { cell_type: "markdown" }, "changed"],
    ["check-square", { cell_type: "raw" }, "changed"],
    ["setup", { source: "globalThis.offset = 5;" }, "changed"],
    ["setup", undefined, "missing"],
  ];
  for (const [id, change, word] of attacks) {
    const cells = submission({ [id]: change }, RIGHT);
    assertEquals(
      notesOf(cells),
      [`${id}: This cell was ${word}; the original was used.`],
    );
    assertEquals(
      assembled(cells).map((cell) => ({ ...cell, notes: [] })),
      original,
    );
  }
});

Deno.test("flipped metadata do not count and are named", () => {
  const flips: Record<string, unknown>[] = [
    graded("check-square", 400, "task-1"),
    solution("check-square"),
    { nbgrader: { grade_id: "check-square" } },
  ];
  for (const metadata of flips) {
    const cells = submission({ "check-square": { metadata } }, RIGHT);
    assertEquals(notesOf(cells), [
      "check-square: This cell's grading metadata were changed; " +
      "the original ones count.",
    ]);
    const { graded } = assembled(cells).find(({ id }) =>
      id === "check-square"
    )!;
    assertEquals(graded, { points: 4, task: "task-1", byHand: false });
  }
});

Deno.test("an answer that lost its metadata is known by its cell's id", () => {
  const cells = submission({ square: { metadata: {} } }, RIGHT);
  const square = assembled(cells).find(({ id }) => id === "square")!;
  assertEquals(square.source, "globalThis.square = (x) => x * x;");
});

Deno.test("a re-pointed grade cell takes nobody's place", () => {
  const cells = submission({
    "check-square": {
      metadata: graded("check-cube", 2, "task-2"),
      source: "1",
    },
  }, RIGHT);
  assertEquals(ran(cells), GRADED);
  assertEquals(
    assembled(cells).find(({ id }) => id === "check-cube")!.hidden,
    assembled(RIGHT).find(({ id }) => id === "check-cube")!.hidden,
  );
});

Deno.test("an id that only looks like another's takes nobody's place", () => {
  const ids = ["check-cube ", "check-cube\0", "check-\u0441ube", "CHECK-CUBE"]
    .concat("check-cube:kept", "__proto__", "constructor", "\u202echeck-cube");
  for (const id of ids) {
    const metadata = graded(id, 1e9, "task-2");
    const cells = [...RIGHT, { id, source: "globalThis.cube = 0;", metadata }];
    const taken = assembled(cells);
    const points = taken.flatMap(({ graded }) => graded?.points ?? []);
    assertEquals([points, taken.at(-1)?.role], [[4, 2, 3], "extra"], id);
  }
});

Deno.test("a solution cell that claims to be a grade cell is not run in its place", () => {
  const cells = submission({
    square: { metadata: graded("check-square", 4, "task-1") },
  }, RIGHT);
  const square = assembled(cells).find(({ id }) => id === "square")!;
  assertEquals(square.source, "");
  assertEquals(square.notes, [
    "The cell for this answer is missing from the submission.",
  ]);
});

Deno.test("of two answers the one in its own cell counts, the other runs where it stands", () => {
  const copy = {
    id: "copy",
    metadata: solution("square"),
    source: "globalThis.square = (x) => 0;",
  };
  const above = [...RIGHT.slice(0, 2), copy, ...RIGHT.slice(2)];
  const below = [...RIGHT.slice(0, 3), copy, ...RIGHT.slice(3)];
  const [setup, square, ...rest] = GRADED;
  assertEquals(ran(above), [setup, "own-cell", square, ...rest]);
  assertEquals(ran(below), [setup, square, "own-cell", ...rest]);
  for (const cells of [above, below]) {
    assertEquals(
      assembled(cells).find(({ id }) => id === "square")!.source,
      "globalThis.square = (x) => x * x;",
    );
  }
});

Deno.test("missing answers are empty, retyped ones count, and both are said", () => {
  assertEquals(
    notesOf(submission({ cube: undefined }, RIGHT)),
    ["cube: The cell for this answer is missing from the submission."],
  );
  const retyped = submission({ cube: { cell_type: "markdown" } }, RIGHT);
  assertEquals(
    notesOf(retyped),
    ["cube: This cell was made a markdown cell; it is a code cell."],
  );
  const cube = assembled(retyped).find(({ id }) => id === "cube")!;
  assertEquals([cube.type, cube.source], ["code", RIGHT[5].source]);
  const asCode = submission({ discussion: { cell_type: "code" } }, RIGHT);
  const discussion = assembled(asCode).find(({ id }) => id === "discussion")!;
  assertEquals([discussion.type, discussion.role], ["markdown", "text"]);
});

Deno.test("a student's own cells run where they stood; the teacher's others do not", () => {
  const own = (id: string): TestCell => ({ id, source: `print("${id}")` });
  const cells = [own("first"), ...RIGHT.slice(0, 3), own("a"), own("b")]
    .concat(RIGHT.slice(3), own("last"));
  const sources = assembled(cells).filter(({ role }) => role === "extra")
    .map(({ source }) => source);
  assertEquals(sources, [
    'print("first")',
    'print("a")',
    'print("b")',
    'print("last")',
  ]);
  assertEquals(ran(cells), [
    "own-cell",
    "setup",
    "square",
    "own-cell-2",
    "own-cell-3",
    "check-square",
    "cube",
    "check-cube",
    "own-cell-4",
  ]);
});

Deno.test("cells without ids, as an older format has them, are known by their text", () => {
  const cells = RIGHT.map((cell) => ({ ...cell, id: "" }));
  assertEquals(ran(cells), GRADED);
});

Deno.test("cells in another order stand in the teacher's", () => {
  assertEquals(ran([...RIGHT].reverse()), GRADED);
  assertEquals(ran(STUDENT), GRADED);
});

Deno.test("an answer that is as it was handed out is none", () => {
  const handedOut = notebook(STUDENT);
  const unanswered = (cells: TestCell[]) =>
    assemble(teacher, notebook(cells), handedOut)
      .filter((cell) => cell.unanswered).map(({ id }) => id);
  assertEquals(unanswered(STUDENT), ["square", "cube", "discussion"]);
  assertEquals(unanswered(RIGHT), []);
  assertEquals(
    unanswered(
      submission({ cube: undefined, discussion: { source: " " } }, RIGHT),
    ),
    ["cube"], // who has written code may have written a text into it, too
  );
  const photo = { attachments: { "a.png": { "image/png": "" } } };
  assertEquals(
    unanswered(submission({ discussion: photo }, STUDENT)),
    ["square", "cube"],
  );
});

/** A submission's text answer, what stands around it, and whether it is one. */
function discussionOf(cells: TestCell[]) {
  const all = assemble(teacher, notebook(cells), notebook(STUDENT));
  const answer = all.find(({ id }) => id === "discussion")!;
  return {
    answer: answer.source,
    own: all.filter(({ id }) => id.startsWith("own-cell"))
      .map(({ source }) => source),
    unanswered: answer.unanswered === true,
  };
}

Deno.test("a text answer is found wherever it stands, and a person asked", () => {
  const text = "They grow faster.";
  const asHandedOut = STUDENT.find(({ id }) => id === "discussion")!;
  const mine: TestCell = { id: "mine", cell_type: "markdown", source: text };
  const without = submission({ discussion: undefined }, RIGHT);
  const situations: [
    string,
    TestCell[],
    Partial<ReturnType<typeof discussionOf>>,
  ][] = [
    ["nothing written at all", STUDENT, {
      answer: asHandedOut.source,
      unanswered: true,
    }],
    [
      "in the code of an answer",
      submission({
        cube: { source: `// ${text}` },
        discussion: asHandedOut,
      }, RIGHT),
      { answer: asHandedOut.source },
    ],
    ["in its cell", submission({ discussion: { source: text } }, RIGHT), {
      answer: text,
    }],
    ["in two cells", [
      ...submission({ discussion: { source: text } }, RIGHT),
      { ...asHandedOut, id: "second", source: "And so on." },
    ], { answer: text, own: ["And so on."] }],
    ["in a cell of its own below", [
      ...submission({ discussion: asHandedOut }, RIGHT),
      mine,
    ], { answer: asHandedOut.source, own: [text] }],
    ["in a cell of its own far above", [
      mine,
      ...submission({ discussion: asHandedOut }, RIGHT),
    ], { answer: asHandedOut.source, own: [text] }],
    ["in place of its cell", [...without, mine], { answer: text }],
    ["in code", [
      ...submission({ discussion: asHandedOut }, RIGHT),
      { id: "mine", source: `/* ${text} */` },
    ], { own: [`/* ${text} */`] }],
    [
      "written into the question",
      submission({
        title: { source: `# Squares\n${text}` },
        discussion: asHandedOut,
      }, RIGHT),
      { own: [`# Squares\n${text}`] },
    ],
  ];
  for (const [name, cells, expected] of situations) {
    const found = discussionOf(cells);
    const whole = { answer: found.answer, own: [], unanswered: false };
    assertEquals(found, { ...whole, ...expected }, name);
  }
});

Deno.test("answers are known by their place if ids and metadata are lost", () => {
  const lost = RIGHT.map((cell, i) => ({
    ...cell,
    id: `${cell.id.slice(0, 3)}${i}`,
    metadata: {},
  }));
  const handedOut = notebook(STUDENT);
  const cells = assemble(teacher, notebook(lost), handedOut);
  assertEquals(
    cells.map(({ id, source }) => [id, source]),
    assembled(RIGHT).map(({ id, source }) => [id, source]),
  );
});

Deno.test("a derivation in a cell that is locked is shown to a person", () => {
  const written = (changes: Parameters<typeof submission>[0]) => {
    const cells = assemble(
      teacher,
      notebook(submission(changes)),
      notebook(STUDENT),
    );
    const own = cells.filter(({ id }) => id === "own-cell");
    const discussion = cells.find(({ id }) => id === "discussion")!;
    assertEquals(discussion.unanswered, own.length === 0);
    assertEquals(own.map(({ role, type }) => [role, type]), [
      ...own.map(() => ["text", "markdown"]),
    ]);
    return own.map(({ source }) => source);
  };
  const setup = "globalThis.offset = 1;";
  const why = "X + Y is Gaussian, because its density is";
  assertEquals(written({}), []);
  assertEquals(written({ setup: { source: "globalThis.offset = 7;" } }), []);
  for (const line of [`// ${why}`, `/* ${why} */`, why]) {
    assertEquals(written({ setup: { source: `${setup}\n${line}` } }), [line]);
  }
  assertEquals(written({ setup: { source: why, cell_type: "markdown" } }), [
    why,
  ]);
  assertEquals(written({ "check-cube": { source: `${why}\nand so on` } }), [
    `${why}\n\nand so on`,
  ]);
  assertEquals(written({ title: { source: why } }), [why]);
});
