/** A cell that declares `train(epochs)`, a training of milliseconds per epoch. */
export const TRAINING_CELL = {
  id: "setup",
  source: `import { DataLoader } from "mle/data/mod.ts";
import { withProgress } from "mle/notebook/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, manualSeed } from "mle/random/mod.ts";
import { PcaAutoencoder, PictureDataset, trainAutoencoder } from "mle/sheet/mod.ts";

manualSeed(1);
const pixels = new Generator(2).uniform(2000 * 64, -1, 1);
const pictures = new PictureDataset(pixels, new Int32Array(2000), [8, 8, 1]);
const loader = new DataLoader(pictures, { batchSize: 8 });
const model = new PcaAutoencoder(64, 3);
const optimizer = new Adam(model.parameters(), { lr: 1e-3 });
/** Trains so many epochs, or until Stop. */
function train(epochs: number) {
  return withProgress("Training", (progress) =>
    trainAutoencoder(model, {
      trainLoader: loader,
      testLoader: loader,
      optimizer,
      epochs,
      print: () => {},
      ...progress,
    }));
}
let counter = 0;`,
};
