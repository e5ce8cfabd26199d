import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { runPython } from "../../python.ts";
import { runsOf } from "../../share.ts";
import { printed, runCells, sandboxTest } from "./run_cells.ts";

// One processor is shared by the kernel, the driver and the loop of a process.
const BUSY = `new Deno.Command("sh", { args: ["-c", "while :; do :; done"] })
  .spawn().unref();`;

sandboxTest("no output comes after its cell, under load either", async () => {
  const count = runsOf(500);
  const kinds = [
    (i: number) => `console.log("${i}")`,
    (i: number) => `"${i}"`,
    (i: number) =>
      `await Deno.jupyter.display({ "text/plain": "${i}" }, { raw: true })`,
  ];
  const numbered = Array.from({ length: count }, (_, i) => `cell-${i}`);
  const { end, cells } = await runCells({
    busy: BUSY,
    ...Object.fromEntries(numbered.map((id, i) => [id, kinds[i % 3](i)])),
  }, { cellMs: 60_000, notebookMs: 600_000 });
  assertEquals(end, "finished");
  for (const [i, { outputs, late }] of cells.slice(1).entries()) {
    const texts = outputs.map((output) =>
      output.output_type === "stream"
        ? output.text.trim()
        : "data" in output && output.data["text/plain"]
    );
    assertEquals([texts, late], [[i % 3 === 1 ? `"${i}"` : `${i}`], []]);
  }
});

sandboxTest(
  "what a cell puts out in a burst comes whole, with it",
  async () => {
    const count = 4_000;
    const { end, cell } = await runCells({
      lines: `for (let i = 0; i < ${count}; i++) console.log(i)`,
      displays: `for (let i = 0; i < ${count}; i++) {
  Deno.jupyter.display({ "text/plain": String(i) }, { raw: true });
}`,
      after: `console.log("after")`,
    });
    assertEquals(end, "finished");
    const numbers = Array.from({ length: count }, (_, i) => `${i}`);
    assertEquals(printed(cell("lines")), numbers.join("\n") + "\n");
    const shown = cell("displays").outputs.flatMap((output) =>
      output.output_type === "display_data" ? [output.data["text/plain"]] : []
    );
    assertEquals(shown, numbers);
    assertEquals(cell("after").outputs.length, 1);
    for (const id of ["lines", "displays", "after"]) {
      assertEquals(cell(id).late, []);
    }
  },
);

sandboxTest(
  "a cell that cannot be read says why, and does not run",
  async () => {
    const { end, cell } = await runCells({
      syntax: `console.log("has run");\nconst broken: number = ;`,
      package: `import { a } from "nowhere";\nconsole.log("has run", a);`,
      after: "1",
    });
    assertEquals(end, "finished");
    const error = {
      name: "SyntaxError",
      message: "Expression expected\n  |\n" +
        "2 | const broken: number = ;\n  |                        ~",
    };
    const { name: ename, message: evalue } = error;
    assertEquals(cell("syntax").error, error);
    assertEquals(cell("syntax").outputs, [
      { output_type: "error", ename, evalue, traceback: [] },
    ]);
    assertEquals(cell("package").status, "error");
    assertEquals(printed(cell("package")), "");
    assertEquals(cell("after").status, "ok");
  },
);

sandboxTest(
  "code that is loaded to see what is wrong with it does not run",
  async () => {
    const driver = join(ROOT, "scripts", "course", "sandbox", "driver");
    const load = await runPython(`import sys
sys.path.insert(0, ${JSON.stringify(driver)})
from explain import module_that_never_runs
print(module_that_never_runs('console.log("has run")'))`);
    const { cell } = await runCells({ load });
    assertEquals(cell("load").outputs.map(({ output_type }) => output_type), [
      "error",
    ]);
    assertEquals(cell("load").error, { name: "Error", message: "0" });
  },
);
