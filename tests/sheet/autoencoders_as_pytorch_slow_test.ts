import { assertGreater, assertLess } from "@std/assert";
import {
  DataLoader,
  findFashionMnist,
  firstOfEachClass,
  type LabelledPictures,
  loadFashionMnist,
  normalizePixels,
} from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { ConvAutoencoder, PcaAutoencoder } from "mle/sheet/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { trainAutoencoder } from "mle/sheet/mod.ts";
import fixture from "../fixtures/autoencoders.json" with { type: "json" };

function selection(set: LabelledPictures, perClass: number): PictureDataset {
  const { pixels, labels } = firstOfEachClass(set, perClass, 10);
  return new PictureDataset(normalizePixels(pixels), labels, [28, 28, 1]);
}

const isThere = await findFashionMnist() !== undefined;

// The fixture holds five runs of PyTorch, four of them from initial weights that
// are off by a rounding: what that moves is nobody's to the digit.
for (const expected of fixture.first_epochs) {
  const { model: name, latentDim, seed } = expected;
  Deno.test({
    name: `${name}(${latentDim}): the first epoch on Fashion-MNIST is ` +
      `PyTorch's, seed ${seed}`,
    ignore: !isThere,
    async fn() {
      const { train, test } = await loadFashionMnist();
      const trainSet = selection(train, 1000);
      const testSet = selection(test, 10);
      manualSeed(seed);
      using model = name === "ConvAutoencoder"
        ? new ConvAutoencoder(latentDim)
        : new PcaAutoencoder(784, latentDim);
      using optimizer = new Adam(model.parameters(), { lr: 1e-3 });
      const { history: [row] } = await assertNoTensorsLeft(() =>
        trainAutoencoder(model, {
          trainLoader: new DataLoader(trainSet, {
            batchSize: 64,
            shuffle: true,
          }),
          testLoader: new DataLoader(testSet, { batchSize: 100 }),
          optimizer,
          epochs: 1,
          print: () => {},
        })
      );
      for (
        const column of ["trainLoss", "meanBatchLoss", "testLoss"] as const
      ) {
        const { [column]: ofTorch } = expected;
        const message = `${column} is ${row[column]}, PyTorch's ${ofTorch}`;
        assertGreater(row[column], Math.min(...ofTorch) - 0.001, message);
        assertLess(row[column], Math.max(...ofTorch) + 0.001, message);
      }
    },
  });
}
