import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import {
  findFashionMnist,
  loadSheetRun,
  type SheetEpoch,
  type SheetRunName,
} from "mle/data/mod.ts";
import { executeInPasses } from "./executed_notebook.ts";
import { withFolder } from "./sample.ts";
import { assertCodesBelongToLabels } from "./scatter.ts";

/** The losses in the lines that training prints, and how many epochs there will be. */
function printedEpochs(text: string) {
  const format =
    /^Epoch (\d+)\/(\d+) - Train Loss: (\d\.\d{4}), Test Loss: (\d\.\d{4})$/gm;
  return [...text.matchAll(format)].map((match) => {
    const [epoch, epochs, trainLoss, heldOutLoss] = match.slice(1).map(Number);
    return { epoch, epochs, trainLoss, heldOutLoss };
  });
}

/**
 * The sheet's lines for the linear autoencoder are ours, to the last digit as
 * long as losses fall. Late epochs jitter: one rounding more or less in the
 * initial weights moves the last line by up to 0.0002 (train) and 0.0009 (test).
 */
function assertLinearLines(text: string): void {
  const ours = printedEpochs(text);
  const sheet = loadSheetRun("pca_ae_10");
  assertEquals(ours.map(({ epoch }) => epoch), sheet.map(({ epoch }) => epoch));
  const alike = (i: number) =>
    ours[i].trainLoss === sheet[i].trainLoss &&
    ours[i].heldOutLoss === sheet[i].heldOutLoss;
  assertGreaterOrEqual([...sheet.keys()].filter(alike).length, 30);
  for (let i = 0; i < 25; i++) {
    assert(alike(i), `not the sheet's line ${i + 1}`);
  }
  for (const [i, { trainLoss, heldOutLoss }] of sheet.entries()) {
    assertAlmostEquals(ours[i].trainLoss, trainLoss, 0.0005);
    assertAlmostEquals(ours[i].heldOutLoss, heldOutLoss, 0.0015);
  }
}

const CONV_RUNS: [latentDim: number, run: SheetRunName][] = [
  [3, "conv_ae_3"],
  [100, "conv_ae_100_a"],
  [100, "conv_ae_100_b"],
  [150, "conv_ae_150"],
];

/** The sheet's first epoch of each convolutional autoencoder is ours. */
function assertFirstEpochs(text: string): void {
  const [before, ...runs] = text
    .split("Training Conv_AE with latent dimension: ");
  assertEquals([before, runs.length], ["", CONV_RUNS.length]);
  for (const [i, [latentDim, name]] of CONV_RUNS.entries()) {
    assertEquals(parseInt(runs[i]), latentDim);
    const sheet: SheetEpoch = loadSheetRun(name)[0];
    const [ours, ...more] = printedEpochs(runs[i]);
    assertEquals(more, [], "one epoch of each is trained here");
    assertAlmostEquals(ours.trainLoss, sheet.trainLoss, 0.001, name);
    // One model's loss, not the mean of many: on two processors PyTorch's own
    // are 0.0012 apart (tests/sheet/autoencoders_as_pytorch_slow_test.ts).
    assertAlmostEquals(ours.heldOutLoss, sheet.heldOutLoss, 0.0025, name);
  }
}

Deno.test({
  name: "Exercise 3 runs, twice in one kernel, and shows what the sheet shows",
  ignore: await findFashionMnist() === undefined,
  fn: () =>
    withFolder(async (folder) => {
      const checkpointDir = join(folder, "checkpoints");
      const savedIn = (path: string) => ({
        "checkpointDir = CHECKPOINT_DIR": `checkpointDir = ${
          JSON.stringify(path)
        }`,
      });
      const first = {
        ...savedIn(checkpointDir),
        "full ? sheetEpochs : 4": "1",
        "full ? sheetEpochs : 10": "1",
      };
      const otherSeed = { // and fewer pictures, which have other losses
        ...first,
        "[1, 2, 3, 5, 10, 20, 50, 100, 150]": "[1]",
        ...savedIn(join(folder, "other")),
        "full ? 20 : 1": "1",
        "manualSeed(42)": "manualSeed(7)",
        "train, 1000,": "train, 100,",
        "    5e-4,": "    1,",
        "    1.5e-3,": "    1,",
        "angles[0] < 5": "true",
        "epochs = 6": "epochs = 1",
      };
      const name = "exercise_3_autoencoders.ipynb";
      // Trainings go on where they ended; then all cells run again.
      const notebook = await executeInPasses(
        folder,
        name,
        { first, again: first, otherSeed },
        { again: "train-pca" },
      );
      const printed = (tag: string) => notebook.printed(tag);

      assertStringIncludes(printed("sheet-44"), "pictures (10000, 28, 28)");
      assertStringIncludes(printed("sheet-44"), "pictures (100, 28, 28)");
      assertStringIncludes(printed("sheet-45"), "Pictures [256,28,28,1]");
      assertStringIncludes(printed("sheet-47"), "(2, 1, 28, 28)");
      assertStringIncludes(printed("sheet-47"), "Code: (2, 2)");
      assertStringIncludes(printed("sheet-47"), "Total params: 128,259");
      notebook.assertPictures(
        ...["sheet-45", "sheet-51", "all-reconstructions", "sheet-59"],
        ...["components-and-directions", "interpolation", "latent-grid"],
      );
      notebook.assertCharts("sheet-50", "sheet-54", "study", "sheet-scatter");

      notebook.assertClaims();
      notebook.assertFitsPage();

      assertFirstEpochs(printed("sheet-49"));
      assertLinearLines(printed("sheet-53"));

      const spec = notebook
        .data("sheet-scatter", "application/vnd.vega.v5+json");
      await assertCodesBelongToLabels(spec, checkpointDir);

      for (const cell of ["train-conv", "train-pca"]) {
        const lines = (id: string) => printed(id).split("\n");
        const isGoingOn = (line: string) => line.startsWith("Going on after");
        const secondTime = lines(`${cell}-again`);
        assertEquals(
          lines(cell),
          secondTime.filter((line) => !isGoingOn(line)),
        );
        assertEquals(
          secondTime.filter(isGoingOn).length,
          lines(cell).filter((line) => line.startsWith("Epoch 1/")).length,
        );
      }
    }),
});
