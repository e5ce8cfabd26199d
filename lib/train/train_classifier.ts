import type { DataLoader } from "../data/mod.ts";
import { argMax, countCorrect } from "../metrics/mod.ts";
import type { Layer, StateDict } from "../nn/mod.ts";
import { nllLoss } from "../ops/mod.ts";
import type { Adam } from "../optim/mod.ts";
import { evaluateClassifier } from "./evaluate_classifier.ts";
import { EventLoopTurns } from "./event_loop.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";

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

/** What {@linkcode trainClassifier} trains with. */
export interface ClassifierTraining extends TrainingHooks {
  /** What the weights learn from. */
  trainLoader: DataLoader;
  /** What tells which weights are the best. */
  valLoader: DataLoader;
  /** What updates the model's parameters. */
  optimizer: Adam;
  /** How often training goes through the training data. */
  epochs: number;
}

/** One epoch of a classifier's training. */
export type ClassifierEpoch = {
  /** From 1 on. */
  epoch: number;
  /** Mean loss of the epoch's training pictures, each before its step. */
  trainLoss: number;
  /** The share of these recognised, 0 … 1. */
  trainAccuracy: number;
  /** Loss of the validation pictures after the epoch. */
  valLoss: number;
  /** The share of these recognised, 0 … 1. */
  valAccuracy: number;
  /** What the sheet prints as training loss: the mean of the batches' means. */
  meanBatchLoss: number;
  /** What the sheet prints as training accuracy: the last batch's alone. */
  lastBatchAccuracy: number;
  /** How long the epoch took, in milliseconds. */
  durationMs: number;
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

/**
 * Trains a classifier by the negative log-likelihood: per epoch one pass over
 * the training data with a step after each batch, then one over the validation
 * data. The model keeps the last weights; the result has those of the epoch
 * with the best validation accuracy, and of the lower validation loss where
 * that is equal.
 *
 * @param model Gives log-probabilities [batch, classes].
 * @throws {NonFiniteLossError} at the first loss that is not finite, before
 * any weight is changed by it.
 */
export async function trainClassifier(
  model: Layer,
  training: ClassifierTraining,
): Promise<ClassifierTrainingResult> {
  const { valLoader, epochs, print = console.log } = training;
  const result: ClassifierTrainingResult = { history: [], stopped: false };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const startedAt = performance.now();
    const trained = await trainEpoch(model, training, epoch);
    if (trained === undefined) {
      result.stopped = true;
      break;
    }
    const validated = evaluateClassifier(model, valLoader);
    const row = {
      epoch,
      ...trained,
      valLoss: validated.loss,
      valAccuracy: validated.accuracy,
      durationMs: performance.now() - startedAt,
    };
    result.history.push(row);
    print(epochLine(row, epochs));
    if (isBetter(row, result.bestEpoch)) {
      result.bestEpoch = row;
      result.bestStateDict = model.stateDict();
    }
  }
  return result;
}

/** One pass over the training data; undefined if it was stopped on the way. */
async function trainEpoch(
  model: Layer,
  { trainLoader, optimizer, epochs, signal, onProgress }: ClassifierTraining,
  epoch: number,
): Promise<
  | Pick<
    ClassifierEpoch,
    "trainLoss" | "trainAccuracy" | "meanBatchLoss" | "lastBatchAccuracy"
  >
  | undefined
> {
  const turns = new EventLoopTurns();
  const steps = trainLoader.length;
  let step = 0;
  let samples = 0;
  let lossSum = 0;
  let batchLossSum = 0;
  let correct = 0;
  let lastBatchAccuracy = 0;
  model.train();
  for (using batch of trainLoader) {
    if (signal?.aborted) return undefined;
    step++;
    let batchCorrect = 0;
    const loss = optimizer.step(() => {
      const logProbs = model.forward(batch.pictures);
      const loss = nllLoss(logProbs, batch.labels);
      const value = loss.dataSync()[0];
      if (!Number.isFinite(value)) {
        const at = { epoch, step, loss: value };
        throw new NonFiniteLossError(model, batch.pictures, at);
      }
      const predicted = argMax(logProbs.dataSync(), logProbs.shape[1]!);
      batchCorrect = countCorrect(predicted, batch.labels.dataSync());
      return loss;
    });
    samples += batch.size;
    lossSum += loss * batch.size;
    batchLossSum += loss;
    correct += batchCorrect;
    lastBatchAccuracy = batchCorrect / batch.size;
    await onProgress?.({ epoch, epochs, step, steps });
    await turns.take();
  }
  return {
    trainLoss: lossSum / samples,
    trainAccuracy: correct / samples,
    meanBatchLoss: batchLossSum / steps,
    lastBatchAccuracy,
  };
}

const isBetter = (row: ClassifierEpoch, best?: ClassifierEpoch): boolean =>
  best === undefined || row.valAccuracy > best.valAccuracy ||
  (row.valAccuracy === best.valAccuracy && row.valLoss < best.valLoss);

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

const epochLine = (row: ClassifierEpoch, epochs: number): string =>
  `Epoch ${row.epoch}/${epochs} - ` +
  `Train Loss: ${row.meanBatchLoss.toFixed(4)}, ` +
  `Val Loss: ${row.valLoss.toFixed(4)}, ` +
  `Train Acc: ${percent(row.trainAccuracy)}, ` +
  `Val Acc: ${percent(row.valAccuracy)}`;
