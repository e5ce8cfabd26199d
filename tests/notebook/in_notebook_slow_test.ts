import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { execute } from "../../scripts/notebooks/execute.ts";
import { withFolder, writeNotebook } from "../notebooks/sample.ts";
import { RecordedProgress } from "../scripts/recorded_progress.ts";

interface Output {
  output_type: string;
  name?: string;
  text?: string[];
  data?: Record<string, unknown>;
}

const CELLS = [
  {
    id: "progress",
    source: `import { showSource, withProgress } from "mle/notebook/mod.ts";
await withProgress("Counting", async ({ onProgress }) => {
  for (let step = 1; step <= 60; step++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await onProgress({ epoch: 1, epochs: 1, step, steps: 60 });
  }
  console.log("a line of training");
});`,
  },
  {
    id: "source",
    source: `showSource("mle/notebook/duration_text.ts")`,
  },
  {
    id: "stopped",
    source: `await withProgress("Stopped", async ({ signal, onProgress }) => {
  Deno.kill(Deno.pid, "SIGINT");
  for (let step = 1; !signal.aborted; step++) {
    await onProgress({ epoch: 1, epochs: 1, step, steps: 1e9 });
  }
});
"still alive"`,
  },
];

Deno.test("in a notebook, progress ends as one clean output and source is folded", () =>
  withFolder(async (folder) => {
    const source = await writeNotebook(folder, "live", CELLS);
    const outputFolder = join(folder, "out");
    await execute({
      source,
      outputFolder,
      profile: "quick",
      progress: new RecordedProgress(),
    });
    const notebook = await Deno.readTextFile(join(outputFolder, "live.ipynb"));
    const outputs: Output[][] = JSON.parse(notebook).cells
      .map((cell: { outputs: Output[] }) => cell.outputs);
    const [progress, shown, stopped] = outputs;

    assertEquals(progress.map(kind), ["display_data", "stdout"]);
    assert(
      text(progress[0], "text/plain").startsWith("Counting: done: 1 epoch"),
    );
    assertStringIncludes(text(progress[0], "text/html"), 'aria-valuenow="100"');
    assertEquals(progress[1].text?.join(""), "a line of training\n");

    assertEquals(shown.map(kind), ["execute_result"]);
    assertStringIncludes(text(shown[0], "text/markdown"), "durationText(");

    assertEquals(stopped.map(kind), ["display_data", "execute_result"]);
    assert(
      text(stopped[0], "text/plain").startsWith("Stopped: stopped in epoch 1"),
    );
  }));

function kind(output: Output): string {
  return output.name ?? output.output_type;
}

function text(output: Output, mimeType: string): string {
  return [output.data?.[mimeType]].flat().join("");
}
