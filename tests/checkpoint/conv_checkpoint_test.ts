import { assertEquals, assertNotEquals } from "@std/assert";
import { DataLoader } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { ConvAutoencoder } from "mle/sheet/mod.ts";
import type { StateDict } from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, manualSeed } from "mle/random/mod.ts";
import { trainAutoencoder } from "mle/sheet/mod.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

const STEPS = 3;

/** Two epochs of a convolutional autoencoder; stops after so many steps if told so. */
async function train(
  checkpointDir: string,
  stopAfter = Infinity,
): Promise<StateDict> {
  manualSeed(3);
  using model = new ConvAutoencoder(5);
  using optimizer = new Adam(model.parameters());
  const pixels = new Generator(4).uniform(80 * 784, -1, 1);
  const pictures = new PictureDataset(pixels, new Int32Array(80), [28, 28, 1]);
  const loader = new DataLoader(pictures, { batchSize: 32, shuffle: true });
  assertEquals(loader.length, STEPS);
  const controller = new AbortController();
  let steps = 0;
  await trainAutoencoder(model, {
    trainLoader: loader,
    testLoader: new DataLoader(pictures, { batchSize: 80 }),
    optimizer,
    epochs: 2,
    checkpointDir,
    signal: controller.signal,
    onProgress() {
      if (++steps === stopAfter) controller.abort();
    },
    print: () => {},
  });
  return model.stateDict();
}

// Convolutions share their work among threads, whose order must not matter.
Deno.test("a convolutional run that was stopped within an epoch ends as if it had not been", async () => {
  await using whole = await temporaryFolder();
  await using stopped = await temporaryFolder();
  const expected = await train(whole.path);
  const early = await train(stopped.path, STEPS + 2);
  assertNotEquals(early, expected);
  assertEquals(await train(stopped.path), expected);
});
