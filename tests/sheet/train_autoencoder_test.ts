import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { DataLoader } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { encodePictures } from "mle/sheet/mod.ts";
import { evaluateAutoencoder, NonFiniteLossError } from "mle/train/mod.ts";
import { tinyPictures, TinyRun } from "./tiny_autoencoder.ts";

Deno.test("trainAutoencoder learns, and prints and returns a row per epoch", async () => {
  using run = new TinyRun();
  const { history, stopped } = await assertNoTensorsLeft(() => run.train(30));
  assertEquals(stopped, false);
  assertEquals(
    history.map(({ epoch }) => epoch),
    Array.from({ length: 30 }, (_, i) => i + 1),
  );
  assertLess(history[29].trainLoss, 0.8 * history[0].trainLoss);
  const { meanBatchLoss, testLoss } = history[29];
  assertEquals(run.lines.length, 30);
  assertEquals(
    run.lines[29],
    `Epoch 30/30 - Train Loss: ${meanBatchLoss.toFixed(4)}, ` +
      `Test Loss: ${testLoss.toFixed(4)}`,
  );
  const { loss } = evaluateAutoencoder(run.model, run.testLoader);
  assertEquals(testLoss, loss);
});

Deno.test("the train loss is of pictures, the sheet's is the mean of the batches", async () => {
  using run = new TinyRun();
  run.optimizer.lr = 0; // so that nothing moves
  const { history: [row] } = await run.train(1);
  const loss = (indices: number[]) => {
    const dataset = tinyPictures(20, 1);
    const pixels = indices.flatMap((index) => [...dataset.item(index).picture]);
    const part = new PictureDataset(
      Float32Array.from(pixels),
      indices,
      [4, 4, 1],
    );
    const loader = new DataLoader(part, { batchSize: 20 });
    return evaluateAutoencoder(run.model, loader).loss;
  };
  assertClose([row.trainLoss], [loss(Array.from({ length: 20 }, (_, i) => i))]);

  using again = new TinyRun(); // the same order of pictures
  const orders = [...again.trainLoader].map((batch) => {
    using _ = batch;
    return [...batch.indices];
  });
  assertEquals(orders.map(({ length }) => length), [8, 8, 4]);
  const means = orders.map(loss);
  assertClose([row.meanBatchLoss], [means.reduce((a, b) => a + b) / 3]);
});

Deno.test("evaluateAutoencoder gives loss and reconstructions in the loader's order", () => {
  using run = new TinyRun();
  const { model } = run;
  const dataset = tinyPictures(20, 1);
  const loader = new DataLoader(dataset, { batchSize: 8 });
  const { reconstructions, loss } = assertNoTensorsLeft(() =>
    evaluateAutoencoder(model, loader)
  );
  let squares = 0;
  tf.tidy(() => {
    for (let i = 0; i < dataset.length; i++) {
      const { picture } = dataset.item(i);
      const x = tf.tensor(picture, [1, 4, 4, 1]);
      const pixels = reconstructions.subarray(16 * i, 16 * i + 16);
      assertClose(pixels, model.forward(x).reconstruction);
      pixels.forEach((pixel, j) => squares += (pixel - picture[j]) ** 2);
    }
  });
  assertClose([loss], [squares / (20 * 16)]);
  assertEquals(model.training, true);
});

Deno.test("encodePictures' codes and labels belong together, whatever the order", () => {
  using run = new TinyRun();
  const { model } = run;
  const dataset = tinyPictures(20, 1);
  const loader = new DataLoader(dataset, { batchSize: 8, shuffle: true });
  const { codes, labels } = assertNoTensorsLeft(() =>
    encodePictures(model, loader)
  );
  assertEquals([...labels].sort((a, b) => a - b), [...Array(20).keys()]);
  tf.tidy(() =>
    labels.forEach((label, i) => {
      const x = tf.tensor(dataset.item(label).picture, [1, 4, 4, 1]);
      assertClose(codes.subarray(3 * i, 3 * i + 3), model.forward(x).code);
    })
  );
  assertEquals(model.training, true);
});

Deno.test("trainAutoencoder that is stopped leaves a usable model and history", async () => {
  using run = new TinyRun();
  const controller = new AbortController();
  const { history, stopped } = await assertNoTensorsLeft(() =>
    run.train(10, {
      signal: controller.signal,
      onProgress({ epoch, epochs, step, steps }) {
        assertEquals([epochs, steps], [10, 3]);
        if (epoch === 3 && step === 2) controller.abort();
      },
    })
  );
  assertEquals(stopped, true);
  assertEquals(history.map(({ epoch }) => epoch), [1, 2]);
  const { loss } = evaluateAutoencoder(run.model, run.testLoader);
  assertLess(loss, history[0].testLoss);
});

Deno.test("trainAutoencoder ends at a loss that is not finite", async () => {
  using run = new TinyRun();
  const before = run.model.stateDict();
  const pixels = new Float32Array(16).fill(NaN);
  const dataset = new PictureDataset(pixels, [0], [4, 4, 1]);
  const error = await assertRejects(
    () =>
      run.train(1, { trainLoader: new DataLoader(dataset, { batchSize: 1 }) }),
    NonFiniteLossError,
    "Training ended at epoch 1, step 1: expected a finite loss, got NaN. The " +
      "pictures of the batch are not finite themselves: check the data",
  );
  assertEquals([error.epoch, error.step], [1, 1]);
  assertEquals(run.model.stateDict(), before);
});
