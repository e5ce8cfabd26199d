import type { DataLoader } from "../data/mod.ts";
import type { Module, StateDict } from "../nn/mod.ts";
import type { Adam } from "../optim/mod.ts";
import type { Tensor } from "../tf/mod.ts";

/** How far training has come. */
export interface TrainingProgress {
  /** The current epoch, counted from 1. */
  epoch: number;
  /** The number of epochs. */
  epochs: number;
  /** The number of steps taken in this epoch. */
  step: number;
  /** The number of steps in an epoch. */
  steps: number;
  /** The completed epochs, which are drawn as a growing curve, if given. */
  history?: readonly TrainingEpoch[];
}

/** How training can be watched and stopped. */
export interface TrainingHooks {
  /** Stops training before the next step once it is aborted. */
  signal?: AbortSignal;
  /** Called after each step. */
  onProgress?: (progress: TrainingProgress) => void | Promise<void>;
  /** Prints one line per epoch, by default to the console. */
  print?: (line: string) => void;
}

/** The inputs of every kind of training. */
export interface Training extends TrainingHooks {
  /** The training data. */
  trainLoader: DataLoader;
  /** The optimizer of the model's parameters. */
  optimizer: Adam;
  /** The number of passes over the training data. */
  epochs: number;
}

/** The measurements of an epoch in every kind of training. */
export type TrainingEpoch = {
  /** The epoch, counted from 1. */
  epoch: number;
  /** Mean loss over the epoch's training pictures, each taken before its step. */
  trainLoss: number;
  /**
   * The mean of the batches' mean losses, which the sheet prints as training
   * loss.
   */
  meanBatchLoss: number;
  /** The duration of the epoch in milliseconds. */
  durationMs: number;
};

/** The inputs of a classifier's training. */
export interface ClassifierTraining extends Training {
  /** The validation data, by which the best weights are chosen. */
  valLoader: DataLoader;
}

/** One epoch of a classifier's training. */
export type ClassifierEpoch = TrainingEpoch & {
  /** The share of the epoch's training pictures that were recognised, 0 … 1. */
  trainAccuracy: number;
  /** Validation loss after the epoch. */
  valLoss: number;
  /** Validation accuracy after the epoch, 0 … 1. */
  valAccuracy: number;
  /**
   * The accuracy on the last batch only, which the sheet prints as training
   * accuracy.
   */
  lastBatchAccuracy: number;
};

/** The result of a classifier's training, besides the trained model. */
export interface ClassifierTrainingResult {
  /** One row for each completed epoch. */
  history: ClassifierEpoch[];
  /** The epoch with the best weights; undefined if no epoch was completed. */
  bestEpoch?: ClassifierEpoch;
  /** The weights after that epoch. */
  bestStateDict?: StateDict;
  /** Whether training was stopped before its last step. */
  stopped: boolean;
}

/** One epoch of one of several trainings with different learning rates. */
export type LearningRateEpoch = ClassifierEpoch & {
  /** The learning rate of the run. */
  lr: number;
  /** The seed of the run's initial weights and batches. */
  seed: number;
};

/** Trains a classifier with an optimizer of its parameters. */
export type TrainWithAdam<Model extends Module> = (
  model: Model,
  optimizer: Adam,
) => Promise<ClassifierTrainingResult>;

/** The results of a classifier on a data set. */
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

/** A module that encodes pictures and decodes their codes. */
export interface Autoencoder extends Module {
  /** Encodes `x` and decodes its code. */
  forward(x: Tensor): AutoencoderOutput;
}

/** The output of an autoencoder. */
export interface AutoencoderOutput {
  /** The input as reconstructed from the code, in the input's shape. */
  reconstruction: Tensor;
  /** [batch, latentDim] */
  code: Tensor;
}

/** The inputs of an autoencoder's training. */
export interface AutoencoderTraining extends Training {
  /** The test data, which show how well unseen pictures are reconstructed. */
  testLoader: DataLoader;
  /**
   * The folder where the run is saved after each epoch, and from where it
   * resumes if it was saved before; by default nothing is saved.
   */
  checkpointDir?: string;
  /** Whether to ignore a saved run; by default false. */
  fresh?: boolean;
}

/** One epoch of an autoencoder's training. */
export type AutoencoderEpoch = TrainingEpoch & {
  /** Test loss after the epoch. */
  testLoss: number;
};

/** The result of an autoencoder's training, besides the trained model. */
export interface AutoencoderTrainingResult {
  /** One row for each completed epoch, including those of a saved run. */
  history: AutoencoderEpoch[];
  /** Whether training was stopped before its last step. */
  stopped: boolean;
}

/** The results of an autoencoder on a data set. */
export interface AutoencoderEvaluation {
  /** Mean squared error of the reconstructions. */
  loss: number;
  /** [count, height, width, channels], picture by picture. */
  reconstructions: Float32Array;
}

/** The codes of a data set's pictures, and the pictures' classes. */
export interface EncodedPictures {
  /** [count, latentDim], row by row. */
  codes: Float32Array;
  /** The class of each picture, [count]. */
  labels: Int32Array;
}
