import { assert } from "@std/assert";
import { DataLoader, findSigns, loadSigns } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { pictureLayout } from "mle/nn/mod.ts";
import { nllLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed, rand } from "mle/random/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { trainClassifier } from "mle/sheet/mod.ts";
import fixture from "../fixtures/cnn.json" with { type: "json" };

for (const { seed, losses, evalLossAfter } of fixture.steps) {
  Deno.test(`five training steps have PyTorch's losses, seed ${seed}`, () => {
    manualSeed(seed);
    using model = new CnnClassifier();
    using optimizer = new Adam(model.parameters(), { lr: 1e-3 });
    const { data, shape } = rand([64, 3, 64, 64]);
    const layout = pictureLayout(shape);
    assertNoTensorsLeft(() =>
      tf.tidy(() => {
        const x = tf.tensor(layout.toNative(data), [...layout.nativeShape]);
        const y = tf.tensor1d(
          Int32Array.from({ length: 64 }, (_, i) => i % 6),
          "int32",
        );
        const loss = () => nllLoss(model.forward(x), y);
        const got = losses.map(() => optimizer.step(loss));
        assertClose(got, losses, { relative: 1e-4, absolute: 0 });
        model.eval();
        assertClose(loss(), [evalLossAfter], { relative: 1e-3, absolute: 0 });
      })
    );
  });
}

/** The folder of the real pictures, if they are on this machine. */
const signsDir = await findSigns();

/** The training and the validation pictures, scaled. */
async function loadDatasets(): Promise<PictureDataset[]> {
  const { train, val } = await loadSigns(signsDir);
  return [train, val].map(({ pixels, labels, height, width, channels }) => {
    const scaled = new Float32Array(pixels).map((pixel) => pixel / 255);
    return new PictureDataset(scaled, labels, [height, width, channels]);
  });
}

// The biases of the two convolutions have a gradient of exactly 0, for the
// normalisation behind them takes them out again. What is computed for it is
// rounding noise, from which Adam, which divides by the noise's own size, makes
// steps of the whole learning rate. So PyTorch itself, too, comes out elsewhere
// with each number of threads: the val loss wanders by 0.0015 and more, and up
// to five of the 120 val pictures change sides. What is asked for is that one
// of its runs lies within 0.002 in both losses and one picture in both counts.
// (Seed 0 is no good test: there its own runs are 0.003 apart.)
for (const { seed, runs } of fixture.first_epochs) {
  Deno.test({
    name: `the first epoch on SIGNS is PyTorch's, seed ${seed}`,
    ignore: signsDir === undefined,
    async fn() {
      const [train, val] = await loadDatasets();
      manualSeed(seed);
      using model = new CnnClassifier();
      using optimizer = new Adam(model.parameters(), { lr: 1e-3 });
      const { history } = await assertNoTensorsLeft(() =>
        trainClassifier(model, {
          trainLoader: new DataLoader(train, { batchSize: 64, shuffle: true }),
          valLoader: new DataLoader(val, { batchSize: val.length }),
          optimizer,
          epochs: 1,
          print: () => {},
        })
      );
      const [row] = history;
      const valCorrect = Math.round(row.valAccuracy * val.length);
      const lastBatchCorrect = Math.round(row.lastBatchAccuracy * 64);
      const asPyTorch = runs.some((run) =>
        Math.abs(row.meanBatchLoss - run.trainLoss) <= 0.002 &&
        Math.abs(row.trainLoss - run.trainLoss) <= 0.002 &&
        Math.abs(row.valLoss - run.valLoss) <= 0.002 &&
        Math.abs(valCorrect - run.valCorrect) <= 1 &&
        Math.abs(lastBatchCorrect - run.lastBatchCorrect) <= 1
      );
      const got = { ...row, valCorrect, lastBatchCorrect };
      assert(asPyTorch, Deno.inspect({ got, runs }));
    },
  });
}
