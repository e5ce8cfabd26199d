import { DataLoader } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { PcaAutoencoder } from "mle/sheet/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, manualSeed } from "mle/random/mod.ts";
import { trainAutoencoder } from "mle/sheet/mod.ts";
import {
  type AutoencoderTraining,
  type AutoencoderTrainingResult,
} from "mle/train/mod.ts";

/** Random pictures of 4 × 4 pixels; picture i is of class i. */
export function tinyPictures(count: number, seed: number): PictureDataset {
  const pixels = new Generator(seed).uniform(count * 16, -1, 1);
  const labels = Int32Array.from({ length: count }, (_, i) => i);
  return new PictureDataset(pixels, labels, [4, 4, 1]);
}

/** A small run from a seed, which is trained in a moment. */
export class TinyRun implements Disposable {
  readonly model: PcaAutoencoder;
  readonly optimizer: Adam;
  readonly trainLoader = new DataLoader(tinyPictures(20, 1), {
    batchSize: 8, // and a last batch of 4
    shuffle: true,
  });
  readonly testLoader = new DataLoader(tinyPictures(5, 2), { batchSize: 5 });
  /** What it printed. */
  readonly lines: string[] = [];

  constructor(seed = 1) {
    manualSeed(seed);
    this.model = new PcaAutoencoder(16, 3);
    this.optimizer = new Adam(this.model.parameters(), { lr: 0.01 });
  }

  /** Trains, or goes on, up to so many epochs. */
  async train(
    epochs: number,
    options: Partial<AutoencoderTraining> = {},
  ): Promise<AutoencoderTrainingResult> {
    return await trainAutoencoder(this.model, {
      trainLoader: this.trainLoader,
      testLoader: this.testLoader,
      optimizer: this.optimizer,
      epochs,
      print: (line) => this.lines.push(line),
      ...options,
    });
  }

  [Symbol.dispose](): void {
    this.model[Symbol.dispose]();
    this.optimizer[Symbol.dispose]();
  }
}
