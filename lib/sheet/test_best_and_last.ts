import type { DataLoader } from "../data/mod.ts";
import type { Layer, StateDict } from "../nn/mod.ts";
import { type ClassifierEvaluation, evaluateClassifier } from "../train/mod.ts";

/**
 * Evaluates a trained classifier on the test data twice: with its current
 * weights, the last ones, and with the best ones, which it keeps.
 */
export function testBestAndLast(
  model: Layer,
  bestStateDict: StateDict,
  testLoader: DataLoader,
): { best: ClassifierEvaluation; last: ClassifierEvaluation } {
  const last = evaluateClassifier(model, testLoader);
  model.loadStateDict(bestStateDict);
  return { best: evaluateClassifier(model, testLoader), last };
}
