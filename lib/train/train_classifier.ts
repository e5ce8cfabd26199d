import type { Batch } from "../data/mod.ts";
import { argMax, countCorrect } from "../metrics/mod.ts";
import type { Layer } from "../nn/mod.ts";
import { nllLoss } from "../ops/mod.ts";
import type {
  ClassifierEpoch,
  ClassifierTraining,
  ClassifierTrainingResult,
} from "./classifier_training.ts";
import { evaluateClassifier } from "./evaluate_classifier.ts";
import { trainEpochs } from "./train_epochs.ts";

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
  const finished = await trainEpochs<ClassifierEpoch>(model, training, {
    firstEpoch: 1,
    startEpoch() {
      let samples = 0;
      let correct = 0;
      let lastBatchAccuracy = 0;
      return {
        batchLoss({ pictures, labels, size }: Batch) {
          const logProbs = model.forward(pictures);
          const predicted = argMax(logProbs.dataSync(), logProbs.shape[1]!);
          const batchCorrect = countCorrect(predicted, labels.dataSync());
          samples += size;
          correct += batchCorrect;
          lastBatchAccuracy = batchCorrect / size;
          return nllLoss(logProbs, labels);
        },
        measure() {
          const validated = evaluateClassifier(model, valLoader);
          return {
            trainAccuracy: correct / samples,
            valLoss: validated.loss,
            valAccuracy: validated.accuracy,
            lastBatchAccuracy,
          };
        },
      };
    },
    endEpoch(row) {
      result.history.push(row);
      print(epochLine(row, epochs));
      if (isBetter(row, result.bestEpoch)) {
        result.bestEpoch = row;
        result.bestStateDict = model.stateDict();
      }
    },
  });
  result.stopped = !finished;
  return result;
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
