import { argMax, countCorrect } from "../metrics/mod.ts";
import type { Layer } from "../nn/mod.ts";
import { nllLoss } from "../ops/mod.ts";
import {
  type ClassifierEpoch,
  type ClassifierTraining,
  type ClassifierTrainingResult,
  evaluateClassifier,
  finiteLoss,
  TrainingMonitor,
} from "../train/mod.ts";

/**
 * Trains a classifier on the negative log-likelihood. Each epoch is one pass
 * over the training data with a step for each batch, then one pass over the
 * validation data. The model keeps the last weights; the result holds those of
 * the epoch with the best validation accuracy, ties going to the lower
 * validation loss.
 *
 * @param model Returns log-probabilities [batch, classes].
 * @throws {NonFiniteLossError} at the first loss that is not finite, before it
 * changes any weight.
 */
export async function trainClassifier(
  model: Layer,
  training: ClassifierTraining,
): Promise<ClassifierTrainingResult> {
  const { trainLoader, valLoader, optimizer, epochs } = training;
  const { print = console.log } = training;
  using monitor = new TrainingMonitor(training);
  const result: ClassifierTrainingResult = { history: [], stopped: false };

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const startedAt = performance.now();
    let [step, samples, lossSum, batchLossSum] = [0, 0, 0, 0];
    let [correct, batchCorrect, lastBatchAccuracy] = [0, 0, 0];
    model.train();
    for (using batch of trainLoader) {
      if (monitor.stopped) return { ...result, stopped: true };
      step++;
      const at = { model, batch, epoch, step };
      const loss = optimizer.step(() => {
        const logProbs = model.forward(batch.pictures);
        const predicted = argMax(logProbs.dataSync(), logProbs.shape[1]!);
        batchCorrect = countCorrect(predicted, batch.labels.dataSync());
        return finiteLoss(nllLoss(logProbs, batch.labels), at);
      });
      samples += batch.size;
      lossSum += loss * batch.size;
      batchLossSum += loss;
      correct += batchCorrect;
      lastBatchAccuracy = batchCorrect / batch.size;
      await monitor.stepDone(epoch, step, result.history);
    }

    const validated = evaluateClassifier(model, valLoader);
    const row = {
      epoch,
      trainLoss: lossSum / samples,
      meanBatchLoss: batchLossSum / step,
      trainAccuracy: correct / samples,
      valLoss: validated.loss,
      valAccuracy: validated.accuracy,
      lastBatchAccuracy,
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

const isBetter = (row: ClassifierEpoch, best?: ClassifierEpoch): boolean =>
  best === undefined || row.valAccuracy > best.valAccuracy ||
  (row.valAccuracy === best.valAccuracy && row.valLoss < best.valLoss);

const epochLine = (row: ClassifierEpoch, epochs: number): string =>
  `Epoch ${row.epoch}/${epochs} - ` +
  `Train Loss: ${row.meanBatchLoss.toFixed(4)}, ` +
  `Val Loss: ${row.valLoss.toFixed(4)}, ` +
  `Train Acc: ${percent(row.trainAccuracy)}, ` +
  `Val Acc: ${percent(row.valAccuracy)}`;

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
