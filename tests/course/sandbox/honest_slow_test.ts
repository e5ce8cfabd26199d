import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { runInSandbox } from "./run_in_sandbox.ts";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { printed, printedJson, runCells, sandboxTest } from "./run_cells.ts";

const TRAIN = `import { CnnClassifier } from "mle/sheet/mod.ts";
import { nllLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed, rand } from "mle/random/mod.ts";
import { tf } from "mle/tf/mod.ts";
manualSeed(42);
const model = new CnnClassifier();
const optimizer = new Adam(model.parameters(), { lr: 1e-3 });
const pictures = rand([4, 64, 64, 3]).data;
const losses = [];
for (let step = 0; step < 3; step++) {
  losses.push(optimizer.step(() => nllLoss(
    model.forward(tf.tensor(pictures, [4, 64, 64, 3])),
    tf.tensor1d([0, 1, 2, 3], "int32"))));
}
console.log(JSON.stringify(losses));`;

sandboxTest(
  "an honest notebook runs offline: TensorFlow, Polars, Vega, the data",
  async () => {
    const result = await runInSandbox({
      cells: Object.entries({
        train: TRAIN,
        table: `import pl from "nodejs-polars";
console.log(pl.DataFrame({ a: [1, 2] }).select(pl.col("a").sum()).toString());`,
        chart: `import { Chart } from "mle/plot/mod.ts";
new Chart({ data: { values: [{ x: 1, y: 2 }] }, mark: "point", encoding: {
  x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" },
} }, "a point")`,
        data:
          `import { loadFashionMnist, loadSheetRun, loadSigns } from "mle/data/mod.ts";
console.log(JSON.stringify([(await loadSigns()).train.count,
  (await loadFashionMnist()).test.count, loadSheetRun("cnn").length]));`,
        progress: `import { withProgress } from "mle/notebook/mod.ts";
typeof withProgress`,
        failing: `throw new RangeError("expected 6, got 5")`,
        after: `console.error("a warning"); losses.length`,
      }).map(([id, source]) => ({ id, source })),
      workspace: ROOT,
      limits: { cellMs: 200_000, notebookMs: 400_000 },
    });
    assertEquals([result.end, result.message], [
      "finished",
      "All cells were run.",
    ]);
    const cell = (id: string) => result.cells.find((cell) => cell.id === id)!;
    for (const id of ["train", "table", "chart", "data", "progress", "after"]) {
      assertEquals([id, cell(id).status, cell(id).error], [
        id,
        "ok",
        undefined,
      ]);
    }
    const losses = printedJson(cell("train"));
    assertEquals(losses.length, 3);
    assertEquals(losses[2] < losses[0], true);
    assertMatch(printed(cell("table")), /3/);
    const [chart] = cell("chart").outputs;
    if (chart.output_type !== "execute_result") throw new Error("no chart");
    assertMatch(String(chart.data["image/svg+xml"]), /^<svg/);
    assertEquals(
      typeof chart.data["application/vnd.vega.v5+json"],
      "object",
    );
    assertEquals(printedJson(cell("data")), [960, 10_000, 50]);
    assertEquals(cell("failing").status, "error");
    assertEquals(cell("failing").error, {
      name: "RangeError",
      message: "expected 6, got 5",
    });
    // What is printed takes another way than a result, and may come after it.
    const outputs = cell("after").outputs.toSorted((a, b) =>
      a.output_type.localeCompare(b.output_type)
    );
    assertEquals(outputs, [
      {
        output_type: "execute_result",
        data: { "text/plain": "3" },
        metadata: {},
        execution_count: 7,
      },
      { output_type: "stream", name: "stderr", text: "a warning\n" },
    ]);
  },
);

sandboxTest(
  "one display can be replaced and outputs can be cleared",
  async () => {
    const { cell } = await runCells({
      display: `const options = { raw: true, display_id: "bar" };
await Deno.jupyter.display({ "text/plain": "0 %" }, options);
await Deno.jupyter.display({ "text/plain": "100 %" }, { ...options, update: true });
console.log("done");`,
      clear: `const say = (text) => Deno.jupyter.broadcast(
  "stream", { name: "stdout", text });
await say("old\\n");
await Deno.jupyter.broadcast("clear_output", { wait: true });
await say("new\\n");`,
    });
    assertEquals(cell("display").outputs, [
      {
        output_type: "display_data",
        data: { "text/plain": "100 %" },
        metadata: {},
      },
      { output_type: "stream", name: "stdout", text: "done\n" },
    ]);
    assertEquals(printed(cell("clear")), "new\n");
  },
);

sandboxTest("several notebooks run side by side, each for itself", async () => {
  const results = await Promise.all([1, 2, 3].map((number) =>
    runCells({
      write:
        `Deno.writeTextFileSync("/tmp/mine", "${number}"); let x = ${number};`,
      read: `console.log(JSON.stringify([x, Deno.readTextFileSync("/tmp/mine"),
  Deno.readTextFileSync("/proc/self/status").match(/Cpus_allowed_list:\\s*(.*)/)[1]]))`,
    })
  ));
  const read = results.map(({ cell }) => printedJson(cell("read")));
  assertEquals(
    read.map(([x, file]) => [x, file]),
    [[1, "1"], [2, "2"], [3, "3"]],
  );
  // Each has one processor, and none that is another's if there are enough.
  const processors = read.map(([_x, _file, processor]) => processor);
  for (const processor of processors) assertMatch(processor, /^\d+$/);
  assertEquals(
    new Set(processors).size,
    Math.min(3, navigator.hardwareConcurrency),
  );
});

// Only root can look into such a folder although nobody else may.
const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;

(isRoot ? sandboxTest : () => {})(
  "a project that is closed to others is no obstacle",
  async () => {
    const script = "tests/course/sandbox/closed_workspace.ts";
    const { stdout } = await runOrThrow({
      program: "bwrap",
      args: ["--dev-bind", "/", "/", "--perms", "0700", "--tmpfs", "/mnt"]
        .concat(["--dir", "/mnt/project", "--bind", ROOT, "/mnt/project"])
        .concat([
          "--",
          "/mnt/project/.venv/bin/deno",
          "run",
          "-A",
          "--no-check",
        ])
        .concat([`/mnt/project/${script}`]),
    });
    const nobody = 65534;
    assertEquals(JSON.parse(stdout), ["finished", [{
      output_type: "stream",
      name: "stdout",
      text: `42 ${nobody} build,data,deno.json,lib,node_modules\n`,
    }]]);
  },
);

Deno.test("without a sandbox the same notebook runs, and leaves no files", async () => {
  const before = temporaryFolders();
  const result = await runInSandbox({
    cells: [
      { id: "train", source: TRAIN },
      {
        id: "sees",
        source: `Deno.statSync(${JSON.stringify(ROOT)}).isDirectory`,
      },
      { id: "exit", source: "Deno.exit(3)" },
      { id: "after", source: "1" },
    ],
    workspace: ROOT,
    unsafe: true,
  });
  assertEquals(result.message, "The kernel ended with exit code 3.");
  assertEquals(result.cells.map(({ status }) => status), [
    "ok",
    "ok",
    "error",
    "not reached",
  ]);
  assertEquals(temporaryFolders(), before);
});

Deno.test("a kernel's last words are quoted, in one line", async () => {
  const words = "bye»\\n\\x1b[2Jall marks:\\t9";
  const { message } = await runInSandbox({
    cells: [{
      id: "exit",
      source: `Deno.writeTextFileSync("/dev/stderr",
        "x".repeat(1000) + " ${words}", { append: true });
      Deno.exit(3);`,
    }],
    workspace: ROOT,
    unsafe: true,
  });
  const said = " bye [2Jall marks: 9";
  assertEquals(
    message,
    "The kernel ended with exit code 3. Its last words: «…" +
      "x".repeat(300 - said.length) + said + "»",
  );
});

Deno.test("a workspace that is no project is refused", async () => {
  const error = await assertRejects(
    () => runInSandbox({ cells: [], workspace: "/nowhere" }),
    TypeError,
  );
  assertEquals(
    error.message,
    "Cannot run cells: expected a project in /nowhere, got no deno.json",
  );
});

function temporaryFolders(): string[] {
  const folder = Deno.env.get("TMPDIR") ?? "/tmp";
  return Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.startsWith("mle-unsafe-")).sort();
}
