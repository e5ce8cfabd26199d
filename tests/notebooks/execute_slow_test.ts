import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import process from "node:process";
import { execute, NotebookError } from "../../scripts/notebooks/execute.ts";
import { RecordedProgress } from "../scripts/recorded_progress.ts";
import { withFolder, writeNotebook } from "./sample.ts";

function executeQuick(
  source: string,
  outputFolder: string,
  progress = new RecordedProgress(),
): Promise<void> {
  return execute({ source, outputFolder, profile: "quick", progress });
}

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
}

async function outputsOf(path: string): Promise<Output[][]> {
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  return cells.map(({ outputs }: { outputs: Output[] }) => outputs);
}

// Deno says that it is idle before it has sent some of them.
Deno.test("no output of 200 cells is lost", () =>
  withFolder(async (folder) => {
    const kinds = [
      (i: number) => `console.log("${i}")`,
      (i: number) => `"${i}"`,
      (i: number) =>
        `await Deno.jupyter.display({ "text/plain": "${i}" }, { raw: true })`,
    ];
    const cells = Array.from({ length: 200 }, (_, i) => ({
      id: `cell-${i}`,
      source: kinds[i % kinds.length](i),
    }));
    const source = await writeNotebook(folder, "many", cells);
    const outputFolder = join(folder, "out");
    await executeQuick(source, outputFolder);
    const outputs = await outputsOf(join(outputFolder, "many.ipynb"));
    const texts = outputs.map((of) =>
      of.map(({ text, data }) => [text ?? data?.["text/plain"]].flat().join(""))
    );
    const expected = cells.map((_, i) =>
      [["${i}\n", '"${i}"', "${i}"]].map(
        (forms) => forms[i % 3].replace("${i}", `${i}`),
      )
    );
    assertEquals(texts, expected);
  }));

Deno.test("a notebook runs in its profile, in plain text, with the library at hand", () =>
  withFolder(async (folder) => {
    const source = await writeNotebook(folder, "profile", [
      { id: "profile", source: `console.log(Deno.env.get("MLE_PROFILE"))` },
      { id: "object", source: `({ a: 1, b: "text", c: [true, null] })` },
      {
        id: "tensor",
        source: `import { tf } from "mle/tf/mod.ts";
tf.tidy(() => tf.sum(tf.ones([2, 3])).dataSync()[0])`,
      },
    ]);
    const before = await Deno.readTextFile(source);
    const outputFolder = join(folder, "out");
    const progress = new RecordedProgress();
    await execute({ source, outputFolder, profile: "full", progress });
    assertEquals(await Deno.readTextFile(source), before);
    const [profile, object, tensor] = await outputsOf(
      join(outputFolder, "profile.ipynb"),
    );
    assertEquals([profile[0].text].flat().join(""), "full\n");
    assertEquals(
      [object[0].data?.["text/plain"]].flat().join(""),
      '{ a: 1, b: "text", c: [ true, null ] }',
    );
    // The only output: TensorFlow wrote nothing to standard error.
    assertEquals(tensor.map(({ data }) => data?.["text/plain"]), [["6"]]);
  }));

Deno.test("what readers may try runs in the full profile only", () =>
  withFolder(async (folder) => {
    const source = await writeNotebook(folder, "tries", [
      { id: "always", source: "1 + 1" },
      { id: "try", source: "2 + 2", tags: ["what-if"] },
    ]);
    for (const profile of ["quick", "full"] as const) {
      const outputFolder = join(folder, profile);
      const progress = new RecordedProgress();
      await execute({ source, outputFolder, profile, progress });
      const isFull = profile === "full";
      assertEquals(progress.lines, [
        `1/${isFull ? 2 : 1} always: done`,
        ...isFull ? ["2/2 try: done"] : [],
      ]);
      const outputs = await outputsOf(join(outputFolder, "tries.ipynb"));
      assertEquals(outputs.map(({ length }) => length), [1, isFull ? 1 : 0]);
    }
  }));

Deno.test("a throwing cell is named with notebook, number, id and error", () =>
  withFolder(async (folder) => {
    const source = await writeNotebook(folder, "throws", [
      { id: "text", type: "markdown", source: "Not counted." },
      { id: "fine", source: "1 + 1" },
      { id: "thrower", source: `throw new RangeError("no such epoch")` },
      { id: "after", source: "2 + 2" },
    ]);
    const outputFolder = join(folder, "out");
    const progress = new RecordedProgress();
    const error = await assertRejects(
      () => executeQuick(source, outputFolder, progress),
      NotebookError,
      "throws.ipynb, cell 2 (thrower):\n",
    );
    assertEquals(error.message.includes("RangeError: no such epoch"), true);
    assertEquals(progress.lines, ["1/3 fine: done", "2/3 thrower: failed"]);
    assertEquals([...Deno.readDirSync(outputFolder)], []);
  }));

Deno.test("a kernel that ends is an error at the cell that ended it", () =>
  withFolder(async (folder) => {
    const source = await writeNotebook(folder, "ends", [
      { id: "fine", source: "1 + 1" },
      { id: "ender", source: "Deno.exit(3)" },
    ]);
    await assertRejects(
      () => executeQuick(source, join(folder, "out")),
      NotebookError,
      "ends.ipynb, cell 2 (ender):\nthe kernel ended while it ran this cell\n" +
        "Deno has ended (exit code 3), and with it all variables.",
    );
  }));

Deno.test("an interrupted execution leaves neither kernel nor file behind", () =>
  withFolder(async (folder) => {
    const pidFile = join(folder, "pid");
    const source = await writeNotebook(folder, "endless", [{
      id: "endless",
      source: `Deno.writeTextFileSync(${JSON.stringify(pidFile)},
  String(Deno.pid));
for (;;) { /* until it is stopped */ }`,
    }]);
    const aborter = new AbortController();
    const outputFolder = join(folder, "out");
    const execution = assertRejects(
      () =>
        execute({
          source,
          outputFolder,
          profile: "quick",
          progress: new RecordedProgress(),
          signal: aborter.signal,
        }),
      NotebookError,
      "endless.ipynb, cell 1 (endless)",
    );
    const pid = await whenWritten(pidFile);
    aborter.abort();
    await execution;
    await whenEnded(pid); // the kernel ends once its parent has
    assertEquals([...Deno.readDirSync(outputFolder)], []);
  }));

async function whenEnded(pid: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      process.kill(Number(pid), 0); // only asks
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`process ${pid} is still there`);
}

async function whenWritten(path: string): Promise<string> {
  for (;;) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text !== "") return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
