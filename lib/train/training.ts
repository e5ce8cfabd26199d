import type { DataLoader } from "../data/mod.ts";
import type { Adam } from "../optim/mod.ts";

/** How far training has come. */
export interface TrainingProgress {
  /** The present epoch, from 1 on. */
  epoch: number;
  /** How many epochs there will be. */
  epochs: number;
  /** Steps taken in this epoch. */
  step: number;
  /** Steps in an epoch. */
  steps: number;
}

/** What happens beside training. */
export interface TrainingHooks {
  /** Ends training at the next step once it is aborted. */
  signal?: AbortSignal;
  /** Called after each step. */
  onProgress?: (progress: TrainingProgress) => void | Promise<void>;
  /** Takes one line per epoch; the console unless given. */
  print?: (line: string) => void;
}

/** What every kind of training needs. */
export interface Training extends TrainingHooks {
  /** What the weights learn from. */
  trainLoader: DataLoader;
  /** What updates the model's parameters. */
  optimizer: Adam;
  /** How often training goes through the training data. */
  epochs: number;
}

/** What every kind of training measures in an epoch. */
export type TrainingEpoch = {
  /** From 1 on. */
  epoch: number;
  /** Mean loss of the epoch's training pictures, each before its step. */
  trainLoss: number;
  /** What the sheet prints as training loss: the mean of the batches' means. */
  meanBatchLoss: number;
  /** How long the epoch took, in milliseconds. */
  durationMs: number;
};
