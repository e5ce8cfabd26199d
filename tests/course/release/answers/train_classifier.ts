import { argMax, countCorrect } from "mle/metrics/mod.ts";
import type { Layer } from "mle/nn/mod.ts";
import { nllLoss } from "mle/ops/mod.ts";
import {
  type ClassifierTraining,
  type ClassifierTrainingResult,
  evaluateClassifier,
} from "mle/train/mod.ts";

export async function trainClassifier(
  model: Layer,
  training: ClassifierTraining,
): Promise<ClassifierTrainingResult> {
  const { trainLoader, valLoader, optimizer, epochs } = training;
  const { signal, onProgress, print = console.log } = training;
  const result: ClassifierTrainingResult = { history: [], stopped: false };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const startedAt = performance.now();
    model.train();
    let lossSum = 0;
    let meanSum = 0;
    let correct = 0;
    let seen = 0;
    let step = 0;
    let lastBatchAccuracy = 0;
    for (using batch of trainLoader) {
      if (signal?.aborted) return { ...result, stopped: true };
      let batchCorrect = 0;
      const loss = optimizer.step(() => {
        const logProbs = model.forward(batch.pictures);
        const classCount = logProbs.shape[1]!;
        const predicted = argMax(logProbs.dataSync(), classCount);
        batchCorrect = countCorrect(predicted, batch.labels.dataSync());
        return nllLoss(logProbs, batch.labels);
      });
      step++;
      seen += batch.size;
      correct += batchCorrect;
      lastBatchAccuracy = batchCorrect / batch.size;
      lossSum += loss * batch.size;
      meanSum += loss;
      await onProgress?.({ epoch, epochs, step, steps: trainLoader.length });
    }
    const val = evaluateClassifier(model, valLoader);
    const row = {
      epoch,
      trainLoss: lossSum / seen,
      meanBatchLoss: meanSum / step,
      trainAccuracy: correct / seen,
      lastBatchAccuracy,
      valLoss: val.loss,
      valAccuracy: val.accuracy,
      durationMs: performance.now() - startedAt,
    };
    result.history.push(row);
    print(
      `Epoch ${epoch}/${epochs} - Train Loss: ${
        row.meanBatchLoss.toFixed(4)
      }, ` +
        `Val Loss: ${row.valLoss.toFixed(4)}, ` +
        `Train Acc: ${(100 * row.trainAccuracy).toFixed(2)}%, ` +
        `Val Acc: ${(100 * row.valAccuracy).toFixed(2)}%`,
    );
    const best = result.bestEpoch;
    if (
      !best || row.valAccuracy > best.valAccuracy ||
      (row.valAccuracy === best.valAccuracy && row.valLoss < best.valLoss)
    ) {
      result.bestEpoch = row;
      result.bestStateDict = model.stateDict();
    }
  }
  return result;
}
