import { assert, assertEquals, assertMatch } from "@std/assert";
import { DataLoader } from "mle/data/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { defaultGenerator, manualSeed } from "mle/random/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import type { Tensor } from "mle/tf/mod.ts";
import { trainClassifier } from "mle/sheet/mod.ts";
import { type TrainingProgress } from "mle/train/mod.ts";
import { Echo, loaderOf, probabilities, Rigged } from "../train/rigged.ts";

const quiet = () => {};

Deno.test("losses and accuracies are of pictures; the sheet's are of batches", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const { history, stopped } = await assertNoTensorsLeft(() =>
    trainClassifier(model, {
      // A batch of four, and a last one of one, which is not recognised.
      trainLoader: loaderOf(probabilities([0.6, 0.6, 0.6, 0.6, 0.2]), 4),
      valLoader: loaderOf(probabilities([0.9, 0.9, 0.4]), 2),
      optimizer,
      epochs: 1,
      print: quiet,
    })
  );
  const [{ durationMs, ...row }] = history;
  const { epoch, trainAccuracy, lastBatchAccuracy, valAccuracy } = row;
  assertEquals(
    { epoch, trainAccuracy, lastBatchAccuracy, valAccuracy },
    {
      epoch: 1,
      trainAccuracy: 4 / 5,
      lastBatchAccuracy: 0,
      valAccuracy: 2 / 3,
    },
  );
  const [likely, unlikely] = [-Math.log(0.6), -Math.log(0.2)];
  assertClose(
    [row.trainLoss, row.meanBatchLoss, row.valLoss],
    [
      (4 * likely + unlikely) / 5,
      (likely + unlikely) / 2,
      -(2 * Math.log(0.9) + Math.log(0.4)) / 3,
    ],
  );
  assert(durationMs > 0);
  assertEquals(history.length, 1);
  assertEquals(stopped, false);
});

Deno.test("one line is printed for each epoch, in the sheet's format", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const lines: string[] = [];
  await trainClassifier(model, {
    trainLoader: loaderOf(probabilities([0.6, 0.6, 0.6, 0.6, 0.2]), 4),
    valLoader: loaderOf(probabilities([0.9, 0.9, 0.4]), 2),
    optimizer,
    epochs: 2,
    print: (line) => lines.push(line),
  });
  // (−ln 0.6 − ln 0.2)/2 = 1.0601, as the sheet averages; 4 of 5 = 80 %.
  const figures =
    "Train Loss: 1.0601, Val Loss: 0.3757, Train Acc: 80.00%, Val Acc: 66.67%";
  assertEquals(lines, [`Epoch 1/2 - ${figures}`, `Epoch 2/2 - ${figures}`]);
});

Deno.test("lines go to the console unless told otherwise", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const { log } = console;
  const lines: string[] = [];
  console.log = (line) => lines.push(line);
  try {
    const loader = loaderOf(probabilities([0.5]), 1);
    const loaders = { trainLoader: loader, valLoader: loader };
    await trainClassifier(model, { ...loaders, optimizer, epochs: 1 });
  } finally {
    console.log = log;
  }
  assertEquals(lines.length, 1);
  assertMatch(lines[0], /^Epoch 1\/1 - Train Loss: 0\.6931, /);
});

Deno.test("the best weights have the best val accuracy, then the lowest val loss", async () => {
  using model = new Rigged([
    [0.9, 0.2], // one of two right
    [0.6, 0.6], // both right
    [0.7, 0.7], // both right, with a lower loss: the best
    [0.7, 0.7], // as good, but later
    [0.999, 0.499], // the lowest loss, but one of two right
  ]);
  using optimizer = new Adam(model.parameters(), { lr: 0.1 });
  const weights: number[] = [];
  const { history, bestEpoch, bestStateDict } = await trainClassifier(model, {
    trainLoader: loaderOf(Float32Array.of(1, 0, 2, 0), 1),
    valLoader: loaderOf(new Float32Array(4), 2),
    optimizer,
    epochs: 5,
    print: () => weights.push(model.weight.value.dataSync()[0]),
  });
  assertEquals(
    history.map(({ valAccuracy }) => valAccuracy),
    [0.5, 1, 1, 1, 0.5],
  );
  assert(history[4].valLoss < history[2].valLoss);
  assertEquals(new Set(weights).size, 5, "the weights change in each epoch");
  assertEquals(bestEpoch, history[2]);
  assertEquals([...bestStateDict!.get("weight")!.data], [weights[2]]);
  assertEquals(
    [...model.weight.value.dataSync()],
    [weights[4]],
    "the model keeps the last",
  );
});

Deno.test("training tells how far it has come, after each step", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const seen: TrainingProgress[] = [];
  const loader = loaderOf(probabilities([0.5, 0.5, 0.5]), 2);
  await trainClassifier(model, {
    trainLoader: loader,
    valLoader: loader,
    optimizer,
    epochs: 2,
    print: quiet,
    onProgress: ({ history, ...at }) => {
      seen.push(at);
      assertEquals(history?.length, at.epoch - 1);
    },
  });
  const at = (epoch: number, step: number) => ({
    epoch,
    epochs: 2,
    step,
    steps: 2,
  });
  assertEquals(seen, [at(1, 1), at(1, 2), at(2, 1), at(2, 2)]);
});

Deno.test("training is in training mode, and validation in evaluation mode", async () => {
  const modes: boolean[] = [];
  class Watched extends Echo {
    override forward(x: Tensor): Tensor {
      modes.push(this.training);
      return super.forward(x);
    }
  }
  using model = new Watched();
  using optimizer = new Adam(model.parameters());
  const loader = loaderOf(probabilities([0.5, 0.5]), 1);
  const options = { trainLoader: loader, valLoader: loader, optimizer };
  model.eval();
  await trainClassifier(model, { ...options, epochs: 2, print: quiet });
  const epoch = [true, true, false, false];
  assertEquals(modes, [...epoch, ...epoch]);
});

Deno.test("an epoch draws the start of one pass over each loader, train first", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const { dataset } = loaderOf(probabilities([0.5, 0.5]), 1);
  manualSeed(1);
  await trainClassifier(model, {
    trainLoader: new DataLoader(dataset, { batchSize: 1, shuffle: true }),
    valLoader: new DataLoader(dataset, { batchSize: 2 }),
    optimizer,
    epochs: 2,
    print: quiet,
  });
  const after = defaultGenerator.getState();
  manualSeed(1);
  for (let i = 0; i < 2 * (2 + 1); i++) defaultGenerator.random63();
  assertEquals(after, defaultGenerator.getState());
});
