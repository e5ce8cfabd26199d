import type { DataLoader } from "../data/mod.ts";
import type { Module, StateDict } from "../nn/mod.ts";
import type { Adam } from "../optim/mod.ts";
import type { Tensor } from "../tf/mod.ts";

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
  /** The epochs done so far, which grow with training: drawn as a curve, if given. */
  history?: readonly TrainingEpoch[];
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

/** How a classifier does on a data set. */
export interface ClassifierEvaluation {
  /** Mean negative log-likelihood of the true classes. */
  loss: number;
  /** The share of pictures that were recognised, 0 … 1. */
  accuracy: number;
  /** The most probable class of each picture, [count]. */
  predicted: Int32Array;
  /** The true class of each picture, [count]. */
  labels: Int32Array;
  /** The probability of each class, [count, classes], row by row. */
  probabilities: Float32Array;
}

/** A module that makes codes of pictures and pictures of codes. */
export interface Autoencoder extends Module {
  /** Encodes `x` and decodes its code. */
  forward(x: Tensor): AutoencoderOutput;
}

/** What an autoencoder makes of its input. */
export interface AutoencoderOutput {
  /** What is left of the input after the code, in its shape. */
  reconstruction: Tensor;
  /** [batch, latentDim] */
  code: Tensor;
}

/** What an autoencoder is trained with. */
export interface AutoencoderTraining extends Training {
  /** What shows how well pictures are reconstructed that were not learnt from. */
  testLoader: DataLoader;
  /**
   * The folder where the run is saved after each epoch, and from where it goes
   * on if it was saved there before; nothing is saved unless given.
   */
  checkpointDir?: string;
  /** Whether to train from the start in any case; false unless given. */
  fresh?: boolean;
}

/** One epoch of an autoencoder's training. */
export type AutoencoderEpoch = TrainingEpoch & {
  /** Loss of the test pictures after the epoch. */
  testLoss: number;
};

/** What training leaves beside the trained model. */
export interface AutoencoderTrainingResult {
  /** One row for each whole epoch, those of a saved run included. */
  history: AutoencoderEpoch[];
  /** Whether training was stopped before its last step. */
  stopped: boolean;
}

/** What an autoencoder makes of a data set. */
export interface AutoencoderEvaluation {
  /** Mean squared error of the reconstructions. */
  loss: number;
  /** [count, height, width, channels], picture by picture. */
  reconstructions: Float32Array;
}

/** The codes of a data set's pictures, and what is on these. */
export interface EncodedPictures {
  /** [count, latentDim], row by row. */
  codes: Float32Array;
  /** The class of each picture, [count]. */
  labels: Int32Array;
}
