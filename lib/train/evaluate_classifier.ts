import type { DataLoader } from "../data/mod.ts";
import { accuracy, argMax } from "../metrics/mod.ts";
import type { Layer } from "../nn/mod.ts";
import { nllLoss } from "../ops/mod.ts";
import { forEachBatch } from "./for_each_batch.ts";
import type { ClassifierEvaluation } from "./training.ts";

/**
 * Runs a classifier over a loader's data, in evaluation mode and without
 * gradients. Pictures are in the loader's order.
 */
export function evaluateClassifier(
  model: Layer,
  loader: DataLoader,
): ClassifierEvaluation {
  const labels: number[] = [];
  const logProbs: number[] = [];
  let lossSum = 0;
  forEachBatch(model, loader, (batch) => {
    const output = model.forward(batch.pictures);
    lossSum += batch.size * nllLoss(output, batch.labels).dataSync()[0];
    logProbs.push(...output.dataSync());
    labels.push(...batch.labels.dataSync());
  });
  const predicted = argMax(logProbs, logProbs.length / labels.length);
  return {
    loss: lossSum / labels.length,
    accuracy: accuracy(predicted, labels),
    predicted,
    labels: Int32Array.from(labels),
    probabilities: Float32Array.from(logProbs, Math.exp),
  };
}
