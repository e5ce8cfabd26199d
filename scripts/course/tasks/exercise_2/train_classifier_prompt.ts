// deno-lint-ignore-file no-unused-vars require-await
import { argMax, countCorrect } from "mle/metrics/mod.ts";
import type { Layer } from "./given.ts";
import { nllLoss } from "mle/ops/mod.ts";
import type {
  ClassifierTraining,
  ClassifierTrainingResult,
} from "mle/train/mod.ts";

/**
 * Trains a classifier by the negative log-likelihood: per epoch one pass over
 * the training data with a step after each batch, then one over the validation
 * data. The model keeps the last weights; the result has the best.
 *
 * @param model Gives log-probabilities [batch, classes].
 */
async function trainClassifier(
  model: Layer,
  training: ClassifierTraining,
): Promise<ClassifierTrainingResult> {
  const { trainLoader, valLoader, optimizer, epochs } = training;
  const { signal, onProgress, print = console.log } = training;
  const result: ClassifierTrainingResult = { history: [], stopped: false };
  // TODO, step 1: for each epoch, model.train(), then for
  // (using batch of trainLoader) { optimizer.step(() => …); }, whose closure
  // returns the batch's loss. Steps 2 to 5 are in the text above; step 5 is
  // await onProgress?.({ epoch, epochs, step, steps, history: result.history }).
  throw new Error("trainClassifier is not implemented");
}
