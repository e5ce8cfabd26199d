import { assert, assertEquals, assertRejects } from "@std/assert";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { gradeCells, notebook, points, reasons } from "./grade_cells.ts";
import { record } from "../../../scripts/course/grade/notebook.ts";
import { dataOf } from "../../../scripts/course/grade/values.ts";
import { inProcessRunner } from "./in_process_runner.ts";
import {
  RIGHT,
  STUDENT,
  submission,
  TEACHER,
  type TestCell,
  VALUES_MIME,
} from "./notebooks.ts";

Deno.test("right answers have all points, an untouched notebook none, with reasons", async () => {
  const right = await gradeCells(RIGHT);
  assertEquals(points(right.marks), [4, 2]);
  assertEquals(right.marks.map(({ byHand, of }) => byHand ? of : 0), [0, 0, 3]);
  assertEquals(points((await gradeCells(TEACHER)).marks), [4, 2]);
  const untouched = await gradeCells(STUDENT);
  assertEquals(points(untouched.marks), [0, 0]);
  assertEquals(reasons(untouched.marks), [
    "square of a small number: could not be computed: " +
    "ReferenceError: square is not defined",
    "squares of a list: could not be computed: " +
    "ReferenceError: square is not defined",
    "cube: could not be computed: ReferenceError: cube is not defined",
  ]);
});

Deno.test("each value counts by itself", async () => {
  const { marks } = await gradeCells(submission({
    square: { source: "globalThis.square = (x) => x < 4 ? x * x : 1;" },
  }, RIGHT));
  assertEquals(points(marks), [2, 2]);
  const [reason] = reasons(marks);
  assert(/^square of a small number: expected \d+, got 1$/.test(reason));
});

Deno.test("a failed self-check costs no value, a passed one gives none", async () => {
  const failed = await gradeCells(submission({
    cube: {
      source: "let n = 0; globalThis.cube = (x) => n++ ? 0 : x ** 3;",
    },
  }, RIGHT));
  assertEquals(points(failed.marks), [4, 2]);
  const passed = await gradeCells(submission({
    cube: { source: "globalThis.cube = () => 8;" },
  }, RIGHT));
  assertEquals(points(passed.marks), [4, 0]);
});

const forged = (nonce: string) =>
  `({ "${VALUES_MIME}": { nonce: ${nonce}, values: { cube: { value: 1 } } } })`;

const WRONG = "globalThis.cube = () => 0;";

// Reads the ticket when it is set, and keeps its nonce.
const CATCH = `Object.defineProperty(globalThis, "mleTicket", {
  enumerable: true,
  configurable: true,
  set: (ticket) => globalThis.caught = ticket,
  get: () => globalThis.caught,
});`;

// What the answer to the second task does; and why it gets nothing.
const ATTACKS: [string, string, RegExp][] = [
  [
    "a forged output without the nonce, beforehand",
    `${WRONG} show${forged('""')};`,
    /expected \d+, got 0/,
  ],
  [
    "a forged output beside the true one, without its nonce",
    `globalThis.cube = () => { globalThis.show?.${forged('"x"')}; return 0; };
     globalThis.show = (data) => show(data);`,
    /expected \d+, got 0/,
  ],
  [
    "an output with the nonce from an earlier cell's function",
    `${CATCH} globalThis.cube = () => {
       show(${forged("globalThis.caught?.nonce")}); return 0; };`,
    /also shown at another place/,
  ],
  [
    "an output with the nonce after the cell's end",
    `${CATCH} globalThis.cube = () => {
       later(${forged("globalThis.caught?.nonce")}); return 0; };`,
    /also shown at another place/,
  ],
  [
    "a kernel that dies in the middle",
    "globalThis.cube = () => die();",
    /not reached|no values/,
  ],
  [
    "a prototype that answers",
    "globalThis.cube = () => ({ __proto__: { toJSON: () => 1 } });",
    /expected \d+, got/,
  ],
];

for (const [name, source, why] of ATTACKS) {
  Deno.test(`no points for ${name}`, async () => {
    const { marks } = await gradeCells(
      submission({ cube: { source } }, RIGHT),
    );
    assertEquals(points(marks), [4, 0]);
    assert(
      reasons(marks).some((reason) => why.test(reason)),
      `${reasons(marks)}`,
    );
  });
}

// A hidden test's own cell: what the run shows in it, replaced.
const REPLACED: [
  string,
  (true_: unknown, nonce: string) => unknown[],
  RegExp,
][] = [
  ["two outputs", (own) => [own, own], /2 times, not once/],
  ["no output", () => [], /handed out no values/],
  [
    "a wrong nonce",
    () => [{ nonce: "x", values: { cube: { value: 1 } } }],
    /do not bear the mark/,
  ],
  ["nonsense", () => [["a", 7]], /do not bear the mark/],
  ["null", () => [null], /do not bear the mark/],
  [
    "no values",
    (_, nonce) => [{ nonce, values: null }],
    /cube: was not handed out/,
  ],
  [
    "values of another kind",
    (_, nonce) => [{ nonce, values: { cube: { value: [] } } }],
    /cube: expected \d+, got a list/,
  ],
  [
    "a value that is no entry",
    (_, nonce) => [{ nonce, values: { cube: 7 } }],
    /cube: was not handed out/,
  ],
];

for (const [name, replace, why] of REPLACED) {
  Deno.test(`no points for a cell that shows ${name}`, async () => {
    const { marks } = await gradeCells(RIGHT, async (cells) => {
      const result = await inProcessRunner()(cells);
      const cell = result.cells.find(({ id }) => id === "check-cube:values")!;
      const [shown] = cell.outputs;
      const own = record(dataOf(shown)[VALUES_MIME]) as { nonce: string };
      cell.outputs = replace(own, own.nonce).map((value) => ({
        output_type: "display_data",
        data: { [VALUES_MIME]: value },
        metadata: {},
      }));
      return result;
    });
    assertEquals(points(marks), [4, 0]);
    assert(
      reasons(marks).some((reason) => why.test(reason)),
      `${reasons(marks)}`,
    );
  });
}

Deno.test("a function that records its inputs learns another seed's only", async () => {
  const { marks, shown } = await gradeCells(submission({
    cube: {
      source: `globalThis.seen = [];
globalThis.cube = (x) => (seen.push(x), 0);`,
    },
  }, [...RIGHT, { id: "own", source: "print(String(seen))" }]));
  assertEquals(points(marks), [4, 0]);
  assertEquals(shown.at(-1)!.outputs, [{ text: `${12345 % 89 + 3},2` }]);
});

Deno.test("a kernel that dies costs what it has not reached, and no more", async () => {
  const own: TestCell = { id: "own", source: "die();" };
  const cells = [...RIGHT.slice(0, 4), own, ...RIGHT.slice(4)];
  const { marks } = await gradeCells(cells);
  assertEquals(points(marks), [4, 0]);
  assertEquals(reasons(marks), ["The cell was not reached. The kernel died."]);
});

Deno.test("hidden tests' source is not shown, even if a student prints it", async () => {
  const spy = `const object = Object;
globalThis.cube = () => { print('await handOut((seed) => ({ "cube": () => cube(seed % 89 + 3) }));'); };`;
  const { shown } = await gradeCells(
    submission({ cube: { source: spy } }, RIGHT),
  );
  const text = JSON.stringify(shown.flatMap(({ outputs }) => outputs));
  assertEquals(text.includes("seed % 89"), false);
});

Deno.test("a teacher's edition that hands out an error, or nothing, is refused", async () => {
  const broken: [string, RegExp][] = [
    ['await handOut(() => ({ "a": () => missing }));', /a: ReferenceError/],
    ["await handOut(() => ({}));", /it hands out no values/],
    ["1;", /handed out no values/],
  ];
  for (const [hidden, why] of broken) {
    const cells = submission({
      "check-cube": { hidden },
    }, TEACHER);
    const error = await assertRejects(() =>
      expectedValues(notebook(cells), 1, inProcessRunner())
    );
    assert(why.test((error as Error).message), (error as Error).message);
  }
});
