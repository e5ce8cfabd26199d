import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { basename, join } from "node:path";
import { loadSigns } from "mle/data/mod.ts";
import { execute } from "../../scripts/notebooks/execute.ts";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import cnn from "../fixtures/cnn.json" with { type: "json" };
import { RecordedProgress } from "../scripts/recorded_progress.ts";
import { withFolder } from "./sample.ts";

const NAME = "exercise_2_cnn_classifier.ipynb";

interface Output {
  name?: string;
  text?: string[];
  data?: Record<string, unknown>;
}

interface Cell {
  cell_type: string;
  id: string;
  metadata: { tags?: string[] };
  source: string[];
  outputs?: Output[];
}

/** The notebook with all of its cells twice; the second time trains briefly. */
async function twice(folder: string): Promise<string> {
  const notebook = JSON.parse(
    await Deno.readTextFile(join(NOTEBOOKS, NAME)),
  ) as { cells: Cell[] };
  const again = notebook.cells.map((cell) => ({
    ...cell,
    id: `${cell.id}-again`,
    source: cell.source.map((line) =>
      line.replace("epochs: 50", "epochs: 2")
        .replace("epochs.length, 50", "epochs.length, 2")
        .replace("trainLoss / 10", "trainLoss")
        .replace("full ? 50 : 10", "1")
    ),
  }));
  const path = join(folder, NAME);
  const cells = [...notebook.cells, ...again];
  await Deno.writeTextFile(path, JSON.stringify({ ...notebook, cells }));
  return path;
}

Deno.test("Exercise 2 runs, twice in one kernel, and shows what the sheet shows", () =>
  withFolder(async (folder) => {
    const source = await twice(folder);
    const outputFolder = join(folder, "out");
    const progress = new RecordedProgress();
    await execute({ source, outputFolder, profile: "quick", progress });
    const { cells } = JSON.parse(
      await Deno.readTextFile(join(outputFolder, basename(source))),
    ) as { cells: Cell[] };

    const outputs = (tag: string): Output[] => {
      const cell = cells.find(({ id, metadata }) =>
        id === tag || metadata.tags?.includes(tag)
      );
      assert(cell, `no cell ${tag}`);
      return cell.outputs!;
    };
    const printed = (tag: string): string =>
      outputs(tag).flatMap(({ text }) => text ?? []).join("");
    const shown = (tag: string): string[] =>
      outputs(tag).flatMap(({ data }) => Object.keys(data ?? {}));

    const streams = cells.flatMap((cell) => cell.outputs ?? [])
      .map(({ name }) => name);
    assertEquals(streams.includes("stderr"), false, "something on stderr");

    assertStringIncludes(printed("sheet-31"), "X_train: (960, 64, 64, 3)");
    assertStringIncludes(printed("sheet-31"), "Y_test: (120,)");
    assertStringIncludes(printed("sheet-31"), "Classes: 0, 1, 2, 3, 4, 5");
    for (const tag of ["sheet-32", "sheet-39"]) {
      assert(shown(tag).includes("image/png"), `no picture in ${tag}`);
    }
    assertStringIncludes(printed("sheet-35"), "Output shape: (2, 6)");
    assertStringIncludes(printed("sheet-36"), "Total params: 131,958");
    for (const tag of ["sheet-42", "confusion", "study"]) {
      const forms = shown(tag);
      assert(forms.includes("application/vnd.vegalite.v5+json"), tag);
      assert(forms.includes("image/svg+xml"), tag);
    }

    const lines = printed("sheet-41").trimEnd().split("\n")
      .filter((line) => line.startsWith("Epoch"));
    assertEquals(lines.length, 50);
    const format =
      /^Epoch (\d+)\/50 - Train Loss: (\d\.\d{4}), Val Loss: (\d\.\d{4}), Train Acc: (\d+\.\d\d)%, Val Acc: (\d+\.\d\d)%$/;
    for (const line of lines) assertMatch(line, format);

    const [best, last] = [
      ...printed("sheet-43").matchAll(
        /Test Accuracy: (\d+\.\d\d)%/g,
      ),
    ].map(([, percent]) => Number(percent));

    // The rest holds for the real pictures alone.
    if ((await loadSigns()).standIn) {
      assertStringIncludes(printed("sheet-43"), "synthetic stand-in");
      return;
    }
    const [, , trainLoss, valLoss, trainAcc, valAcc] = format.exec(lines[0])!
      .map(Number);
    const torch = cnn.notebook_first_epoch;
    assertAlmostEquals(trainLoss, torch.trainLoss, 0.002);
    // Wider than in the tests of training: here nothing depends on the seed's
    // being a quiet one (see tests/train).
    assertAlmostEquals(valLoss, torch.valLoss, 0.004);
    assertAlmostEquals(trainAcc * 9.6, torch.trainCorrect, 3);
    assertAlmostEquals(valAcc * 1.2, torch.valCorrect, 1.01);
    for (const accuracy of [best, last]) assertGreater(accuracy, 86);
  }));
