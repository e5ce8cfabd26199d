import type { DataLoader } from "../data/mod.ts";
import type { StateDict } from "../nn/mod.ts";
import type { Training, TrainingEpoch } from "./training.ts";

/** What a classifier is trained with. */
export interface ClassifierTraining extends Training {
  /** What tells which weights are the best. */
  valLoader: DataLoader;
}

/** One epoch of a classifier's training. */
export type ClassifierEpoch = TrainingEpoch & {
  /** The share of the epoch's training pictures recognised, 0 … 1. */
  trainAccuracy: number;
  /** Loss of the validation pictures after the epoch. */
  valLoss: number;
  /** The share of these recognised, 0 … 1. */
  valAccuracy: number;
  /** What the sheet prints as training accuracy: the last batch's alone. */
  lastBatchAccuracy: number;
};

/** What training leaves beside the trained model. */
export interface ClassifierTrainingResult {
  /** One row for each whole epoch. */
  history: ClassifierEpoch[];
  /** The epoch with the best weights; none if no epoch was finished. */
  bestEpoch?: ClassifierEpoch;
  /** The weights after that epoch. */
  bestStateDict?: StateDict;
  /** Whether training was stopped before its last step. */
  stopped: boolean;
}
