import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stripOutputs } from "../../scripts/notebooks/strip_outputs.ts";
import { labTest, UNCHECKED, useJupyterLab } from "./in_lab.ts";
import { TRAINING_CELL } from "./training_cells.ts";

useJupyterLab(UNCHECKED);

labTest(
  "a notebook opens with our kernel, unchanged; running and saving it changes outputs alone",
  [
    { id: "sum", source: "1 + 1" },
    { id: "text", source: "# A heading\n\n$E = mc^2$", type: "markdown" },
  ],
  async (notebook, path) => {
    assertEquals(await notebook.kernelName(), "Deno (ML Essentials)");
    assertEquals(await notebook.isDirty(), false);
    const before = stripOutputs(await Deno.readTextFile(path), path);
    await notebook.runAll();
    assertEquals(await notebook.text("sum"), "2");
    await notebook.command("docmanager:save");
    const saved = await Deno.readTextFile(path);
    assertStringIncludes(saved, '"2"');
    assertEquals(stripOutputs(saved, path), before);
  },
);

labTest("an error stops Run All: what comes after does not run", [
  { id: "before", source: `console.log("before")` },
  { id: "failing", source: `throw new Error("on purpose")` },
  { id: "after", source: `console.log("after")` },
], async (notebook) => {
  await notebook.runAll();
  assertEquals(await notebook.text("before"), "before\n");
  assertStringIncludes(await notebook.text("failing"), "on purpose");
  assertEquals(await notebook.outputs("after"), []);
  await notebook.picture("run_all_with_an_error");
  await notebook.run("after");
  assertEquals(await notebook.text("after"), "after\n");
});

labTest("what fails, floods or is forgotten says so where it stands", [
  {
    id: "declare",
    source: `class Net {
  forward(x: number): number {
    if (x > 1) throw new Error("too deep");

    return this.forward(x + 1);
  }
}`,
  },
  { id: "fails", source: `new Net().forward(\n  1,\n);` },
  {
    id: "floods",
    source: `for (let i = 0; i < 20_000; i++) console.log("line", i);`,
  },
  {
    id: "forgets",
    source: `const pending = new Promise((go) => setTimeout(go, 500, 1));`,
  },
], async (notebook) => {
  for (const id of ["declare", "fails", "floods", "forgets"]) {
    await notebook.run(id);
  }
  const trace = await notebook.text("fails");
  assertStringIncludes(trace, "too deep");
  assertStringIncludes(trace, "cell [1], line 3");
  assertStringIncludes(trace, "cell [2], line 1");
  const flood = await notebook.text("floods");
  assertStringIncludes(flood, "line 0\n");
  assertStringIncludes(flood, "15,000 more lines left out");
  assert(flood.length < 100_000);
  assertStringIncludes(await notebook.text("forgets"), "was an \`await\`");
  await notebook.picture("fails_floods_forgets");
});

labTest("Restart and Run All starts anew", [
  { id: "declare", source: `const started = performance.now();` },
  { id: "use", source: `started > 0 ? "declared" : ""` },
], async (notebook) => {
  await notebook.runAll();
  const pid = await notebook.answer("Deno.pid");
  const done = notebook.command("runmenu:restart-and-run-all");
  await notebook.page.click(".jp-Dialog button.jp-mod-accept");
  await done;
  await notebook.kernelIs("idle");
  assertEquals(await notebook.text("use"), `"declared"`);
  assert(await notebook.answer("Deno.pid") !== pid);
});

labTest("a curve grows epoch by epoch under the bar, in one small output", [
  TRAINING_CELL,
  { id: "train", source: `const { history } = await train(60);` },
], async (notebook) => {
  await notebook.run("setup");
  const running = notebook.run("train");
  const pointCount = async () => {
    const [output] = await notebook.outputs("train");
    const html = String(output?.data?.["text/html"] ?? "");
    return /points="([^"]+)"/.exec(html)?.[1].split(" ").length ?? 0;
  };
  await notebook.shows("train", "<polyline");
  const early = await pointCount();
  await notebook.picture("curve_growing");
  await running;
  assert(early < 60, `${early} points when the curve was first seen`);
  assertEquals(await pointCount(), 60);
  const outputs = await notebook.outputs("train");
  assertEquals(outputs.length, 1);
  assertStringIncludes(await notebook.text("train"), "done: 60 epochs");
  const size = JSON.stringify(outputs).length;
  assert(size < 6_000, `${size} bytes are saved`);
  await notebook.picture("curve_grown");
});
