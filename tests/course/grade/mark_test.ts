import { assert, assertEquals, assertRejects } from "@std/assert";
import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { mark } from "../../../scripts/course/grade/mark.ts";
import { runNotebook } from "../../../scripts/course/grade/run_notebook.ts";
import type { SandboxResult } from "../../../scripts/course/sandbox/mod.ts";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { gradeCells, notebook, points, reasons } from "./grade_cells.ts";
import { record } from "../../../scripts/course/grade/record.ts";
import { dataOf } from "../../../scripts/course/grade/values.ts";
import { inProcess } from "./in_process_session.ts";
import {
  RIGHT,
  STUDENT,
  submission,
  TEACHER,
  type TestCell,
  VALUES_MIME,
} from "./notebooks.ts";
import { inKernels } from "../../../scripts/course/grade/run_lists.ts";

Deno.test("right answers have all points, an untouched notebook none, with reasons", async () => {
  const right = await gradeCells(RIGHT);
  assertEquals(points(right.marks), [4, 2]);
  assertEquals(right.marks.map(({ byHand, of }) => byHand ? of : 0), [0, 0, 3]);
  assertEquals(points((await gradeCells(TEACHER)).marks), [4, 2]);
  const untouched = await gradeCells(STUDENT);
  assertEquals(points(untouched.marks), [0, 0]);
  assertEquals(reasons(untouched.marks), [
    "square of a small number: could not be computed",
    "squares of a list: could not be computed",
    "cube: could not be computed",
  ]);
});

Deno.test("each value counts by itself", async () => {
  const { marks } = await gradeCells(submission({
    square: { source: "globalThis.square = (x) => x < 4 ? x * x : 1;" },
  }, RIGHT));
  assertEquals(points(marks), [0, 2]);
  assertEquals(reasons(marks), [
    "square of a small number: is not right",
    "squares of a list: is not right",
  ]);
});

Deno.test("a share of a cell's points counts to hundredths", async () => {
  const cells = submission({
    "check-cube": {
      hidden:
        'await handOut(() => ({ "a": () => cube(3), "b": () => cube(4), "c": () => cube(5) }));',
    },
  }, TEACHER);
  const answered = submission({
    cube: { source: "globalThis.cube = (x) => x < 4 ? x ** 3 : 0;" },
  }, RIGHT);
  await using session = await inProcess()();
  const [expected] = await expectedValues(notebook(cells), [5], session);
  const assembled = assemble(notebook(cells), notebook(answered));
  const run = await runNotebook(assembled, 5, {
    runLists: inKernels(inProcess(), 60_000),
  });
  assertEquals(points(mark(assembled, run, expected)), [4, 0.67]);
});

Deno.test("a failed self-check costs no value, a passed one gives none", async () => {
  const failed = await gradeCells(submission({
    cube: {
      source: "globalThis.cube = (x) => x === 2 ? 0 : x ** 3;",
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
    /cube: is not right/,
  ],
  [
    "a forged output beside the true one, without its nonce",
    `globalThis.cube = () => { globalThis.show?.${forged('"x"')}; return 0; };
     globalThis.show = (data) => show(data);`,
    /cube: is not right/,
  ],
  [
    "an output with the nonce from an earlier cell's function",
    `${CATCH} globalThis.cube = () => {
       show(${forged("globalThis.caught?.nonce")}); return 0; };`,
    /cube: is not right|also shown at another place/,
  ],
  [
    "an output with the nonce after the cell's end",
    `${CATCH} globalThis.cube = () => {
       later(${forged("globalThis.caught?.nonce")}); return 0; };`,
    /cube: is not right|also shown at another place/,
  ],
  [
    "a kernel that dies in the middle",
    "globalThis.cube = () => die();",
    /no values/,
  ],
  [
    "a prototype that answers",
    "globalThis.cube = () => ({ __proto__: { toJSON: () => 1 } });",
    /cube: is not right/,
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
    /cube: is not right/,
  ],
  [
    "a value that is no entry",
    (_, nonce) => [{ nonce, values: { cube: 7 } }],
    /cube: was not handed out/,
  ],
];

for (const [name, replace, why] of REPLACED) {
  Deno.test(`no points for a cell that shows ${name}`, async () => {
    const { marks } = await gradeCells(RIGHT, async () => {
      const session = await inProcess()();
      const run = session.run.bind(session);
      session.run = async (cells) => replaceIn(await run(cells));
      return session;
    });
    function replaceIn(result: SandboxResult): SandboxResult {
      const cell = result.cells.find(({ id }) => id === "check-cube")!;
      const [shown] = cell.outputs;
      if (shown === undefined) return result; // the self-check
      const own = record(dataOf(shown)[VALUES_MIME]) as { nonce: string };
      cell.outputs = replace(own, own.nonce).map((value) => ({
        output_type: "display_data",
        data: { [VALUES_MIME]: value },
        metadata: {},
      }));
      return result;
    }
    assertEquals(points(marks), [4, 0]);
    assert(
      reasons(marks).some((reason) => why.test(reason)),
      `${reasons(marks)}`,
    );
  });
}

Deno.test("nothing of the run with hidden tests is shown, whatever the submission prints", async () => {
  const spy = `globalThis.seen = [];
globalThis.cube = (x) => {
  print("spied " + x + String(globalThis.mleTicket));
  if (x !== 2) throw new Error("spied " + x);
  return 8;
};`;
  const { marks, shown, troubles } = await gradeCells(
    submission({ cube: { source: spy } }, RIGHT),
  );
  assertEquals(points(marks), [4, 0]);
  assertEquals(reasons(marks), ["cube: could not be computed"]);
  assertEquals(troubles, []);
  const text = shown.flatMap(({ outputs }) => outputs);
  assertEquals(text, [{ text: "spied 2undefined" }]); // the self-check
});

Deno.test("hidden tests take what stood where they belong", async () => {
  const takes = submission({
    "check-cube": {
      takes: ["cube"],
      hidden:
        'await handOut((seed) => ({ "cube": () => globalThis.mleKept["check-cube"].cube(seed % 89 + 3) }));',
    },
  }, TEACHER);
  const later = { id: "own", source: "globalThis.cube = () => 0;" };
  const assembled = assemble(notebook(takes), notebook([...RIGHT, later]));
  const run = await runNotebook(assembled, 5, {
    runLists: inKernels(inProcess(), 60_000),
  });
  await using session = await inProcess()();
  const [expected] = await expectedValues(notebook(takes), [5], session);
  assertEquals(points(mark(assembled, run, expected)), [4, 2]);
});

Deno.test("a cell that ends the kernel costs itself, and no other one", async () => {
  const own: TestCell = { id: "own", source: "print('mine'); die();" };
  const cells = [...RIGHT.slice(0, 4), own, ...RIGHT.slice(4)];
  const { marks, shown, troubles } = await gradeCells(cells);
  assertEquals(points(marks), [4, 2]);
  assertEquals(troubles, ["The kernel died."]);
  const outputs = shown.find(({ role }) => role === "extra")!.outputs;
  assertEquals(outputs, [{ text: "mine" }]);
});

Deno.test("an answer that ends the kernel costs its task, and no other one", async () => {
  for (const source of ["die();", "globalThis.square = () => die();"]) {
    const { marks, troubles } = await gradeCells(
      submission({ square: { source } }, RIGHT),
    );
    assertEquals(points(marks), [0, 2]);
    assert(troubles.length > 0);
  }
});

Deno.test("a notebook that ends every kernel ends itself", async () => {
  const cells = Array.from(
    { length: 9 },
    (_, i) => ({ id: `own-${i}`, source: "die();" }),
  );
  const { marks, troubles } = await gradeCells([...cells, ...RIGHT]);
  assertEquals(points(marks), [0, 0]);
  assertEquals(troubles.length, 4);
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
    await using session = await inProcess()();
    const error = await assertRejects(() =>
      expectedValues(notebook(cells), [1], session)
    );
    assert(why.test((error as Error).message), (error as Error).message);
  }
});
