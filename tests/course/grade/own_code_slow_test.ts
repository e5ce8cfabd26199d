/** What goes wrong in a student's own code costs that cell, and no other one. */
import { assertEquals, assertMatch } from "@std/assert";
import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { mark } from "../../../scripts/course/grade/mark.ts";
import { runNotebook } from "../../../scripts/course/grade/run_notebook.ts";
import { Sandboxes } from "../../../scripts/course/sandbox/mod.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { sandboxTest } from "../sandbox/run_cells.ts";
import { notebook, points, reasons } from "./grade_cells.ts";
import { inKernel, kernelCourse } from "./kernel_course.ts";
import { RIGHT, submission, type TestCell } from "./notebooks.ts";
import { inKernels } from "../../../scripts/course/grade/run_lists.ts";

// Longer than any machine takes, however busy it is.
const UNLIMITED_MS = 1_800_000;

/** Grades cells in real kernels, with the files beside them. */
async function grade(
  cells: TestCell[],
  files: Record<string, string> = {},
  cellMs = 4000,
) {
  await using folder = await temporaryFolder();
  const workspace = folder.at(".");
  await Deno.writeTextFile(folder.at("deno.json"), "{}");
  const [teacher] = kernelCourse(workspace).teachers;
  const limits = { cellMs, notebookMs: UNLIMITED_MS };
  await using sandboxes = new Sandboxes({ workspace, limits }, 2);
  const open = () => sandboxes.open();
  await using session = await open();
  const [expected] = await expectedValues(teacher, [4711], session);
  const assembled = assemble(teacher, notebook(inKernel(cells)));
  const kernels = { runLists: inKernels(open, UNLIMITED_MS) };
  const run = await runNotebook(assembled, expected.seed, kernels, files);
  const own = run.own.filter(({ id }) => id.startsWith("own-cell"));
  const said = own.map(({ outputs }) =>
    outputs.map((output) => "text" in output ? output.text : "").join("")
  );
  return { marks: mark(assembled, run, expected), own, said, run };
}

/** Right answers, with cells of the student's own between them. */
function withOwn(...sources: string[]): TestCell[] {
  const own = sources.map((source, i) => ({ id: `own-${i}`, source }));
  return [...RIGHT.slice(0, 3), ...own, ...RIGHT.slice(3)];
}

const STATE = "console.log(typeof square, globalThis.kept, globalThis.later);";

sandboxTest(
  "a cell that takes too long is interrupted, and its kernel lives",
  async () => {
    const { marks, own, said, run } = await grade(withOwn(
      "globalThis.kept = 1; console.log('in the loop'); for (;;);",
      STATE,
      // As the library's trainings do.
      `await new Promise((resolve) => Deno.addSignalListener("SIGINT", resolve));
globalThis.later = 2;`,
      STATE,
    ));
    assertEquals(points(marks), [4, 2]);
    assertEquals(said, [
      "in the loop\n",
      "function 1 undefined\n",
      "",
      "function 1 2\n",
    ]);
    assertEquals(own.map(({ interrupted = false }) => interrupted), [
      ...[true, false, true, false],
    ]);
    const message =
      /^Cell own-cell(-3)? took more than 4 s and was interrupted\.$/;
    assertEquals(run.troubles.length, 2);
    for (const trouble of run.troubles) assertMatch(trouble, message);
  },
);

sandboxTest(
  "a cell that no interrupt ends, and Deno.exit, cost a kernel and nothing else",
  async () => {
    const { marks, said, run } = await grade(withOwn(
      "globalThis.kept = 1;",
      "globalThis.later = 2; await new Promise((go) => globalThis.go = go);",
      STATE,
      "globalThis.later = 3; Deno.exit(0);",
      STATE,
    ));
    assertEquals(points(marks), [4, 2]);
    const again = "function 1 undefined\n";
    assertEquals(said, ["", "", again, "", again]);
    assertEquals(run.troubles.length, 2);
    assertMatch(run.troubles[0], /took more than 4 s\.$/);
    assertMatch(run.troubles[1], /The kernel ended with exit code 0/);
  },
);

sandboxTest("20,000 lines and more are cut, and the run goes on", async () => {
  const cells = withOwn(
    "for (let i = 0; i < 25_000; i++) console.log('line', i);",
    `for (let i = 0; i < 25_000; i++) {
  await Deno.jupyter.broadcast("stream", { name: "stdout", text: "a line" });
}`,
    "await new Promise((resolve) => setTimeout(resolve, 1000));",
    "console.log('here');",
  );
  const { marks, said, run } = await grade(cells, {}, UNLIMITED_MS);
  assertEquals(points(marks), [4, 2]);
  assertEquals(run.troubles, []);
  assertMatch(said[0], /^line 0\nline 1\n/);
  assertMatch(said[3], /here\n$/);
});

sandboxTest(
  "an answer that loops on hidden inputs costs its own task",
  async () => {
    const { marks, run } = await grade(submission({
      square: {
        source: "globalThis.square = (x) => { while (x !== 2); return 4; };",
      },
    }, RIGHT));
    assertEquals(points(marks), [0, 2]);
    assertEquals(reasons(marks), ["The hidden tests took too long."]);
    assertEquals(run.troubles, []);
  },
);

sandboxTest(
  "what a notebook imports from beside it is there, in each kernel",
  async () => {
    const { marks, said } = await grade(
      withOwn(
        `import { cube } from "./helper.ts"; globalThis.cubed = cube(2);
console.log(cubed);`,
        `try { Deno.writeTextFileSync("helper.ts", "x"); console.log("written"); }
catch (error) { console.log(/Read-only file system/.test(error.message)); }`,
        "Deno.exit(0);",
        `const { two } = await import("./deep/two.ts"); console.log(cubed, two);`,
      ),
      {
        "helper.ts": `import { two } from "./deep/two.ts";
export const cube = (x: number): number => x ** (two + 1);`,
        "deep/two.ts": "export const two: number = 2;",
        "deno.json": "not to be replaced",
      },
    );
    assertEquals(points(marks), [4, 2]);
    assertEquals(said, ["8\n", "true\n", "", "8 2\n"]);
  },
);
