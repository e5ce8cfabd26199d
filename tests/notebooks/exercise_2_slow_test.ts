import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { drawHand } from "mle/data/drawn_hand/draw_hand.ts";
import { loadSigns } from "mle/data/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { join } from "node:path";
import sharp from "sharp";
import cnn from "../fixtures/cnn.json" with { type: "json" };
import { executeInPasses } from "./executed_notebook.ts";
import { withFolder } from "./sample.ts";

/** What the sheet does not show is trained briefly. */
const first = {
  "full ? 50 : 10": "3",
  "epochs: training.history.length": "epochs: 10",
};
/** The second time all is, with another seed. */
const again = {
  "manualSeed(42)": "manualSeed(7)",
  "epochs: 50": "epochs: 2",
  "epochs.length, 50": "epochs.length, 2",
  "trainLoss / 10": "trainLoss",
  "full ? 50 : 10": "1",
  "epochs: 40": "epochs: 1",
  "epochs = 10": "epochs = 1",
  'ownFile = ""': 'ownFile = "hand.png"',
};

Deno.test("Exercise 2 runs, twice in one kernel, and shows what the sheet shows", () =>
  withFolder(async (folder) => {
    const name = "exercise_2_cnn_classifier.ipynb";
    const raw = { width: 64, height: 64, channels: 3 } as const;
    await sharp(drawHand(3, new Generator(1)), { raw })
      .toFile(join(folder, "hand.png"));
    const notebook = await executeInPasses(folder, name, {
      first,
      again,
    });
    const printed = (tag: string) => notebook.printed(tag);

    assertStringIncludes(printed("sheet-31"), "X_train: (960, 64, 64, 3)");
    assertStringIncludes(printed("sheet-31"), "Y_test: (120,)");
    assertStringIncludes(printed("sheet-31"), "Classes: 0, 1, 2, 3, 4, 5");
    notebook.assertPictures("sheet-32", "sheet-39");
    assertStringIncludes(printed("sheet-35"), "Output shape: (2, 6)");
    assertStringIncludes(printed("sheet-36"), "Total params: 131,958");
    notebook.assertCharts("sheet-42", "confusion", "learning-rate-study");

    // The second time, a hand from a file.
    for (const cell of ["own-hand", "own-hand-again"]) {
      const answers = [...printed(cell).matchAll(/^\d: (\d+\.\d\d) %$/gm)];
      const sum = answers.reduce(
        (sum, [, percent]) => sum + Number(percent),
        0,
      );
      assertEquals(answers.length, 6);
      assertAlmostEquals(sum, 100, 0.031);
      notebook.assertPictures(cell);
    }
    assertNotEquals(printed("own-hand"), printed("own-hand-again"));

    notebook.assertClaims();
    notebook.assertFitsPage();

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
    // Wider than in the tests of training, which say why it wanders: one run of
    // PyTorch is compared with, not the nearest of several.
    assertAlmostEquals(valLoss, torch.valLoss, 0.01);
    assertAlmostEquals(trainAcc * 9.6, torch.trainCorrect, 3);
    assertAlmostEquals(valAcc * 1.2, torch.valCorrect, 1.01);
    for (const accuracy of [best, last]) assertGreater(accuracy, 86);
  }));
