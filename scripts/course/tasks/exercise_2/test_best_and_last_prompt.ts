// deno-lint-ignore-file no-unused-vars
import type { DataLoader, Layer } from "./given.ts";
import type { StateDict } from "mle/nn/mod.ts";
import type { ClassifierEvaluation } from "mle/train/mod.ts";

/**
 * Evaluates a trained classifier on the test data twice: with the weights that
 * it has, the last ones, and with the best ones, which it keeps.
 */
function testBestAndLast(
  model: Layer,
  bestStateDict: StateDict,
  testLoader: DataLoader,
): { best: ClassifierEvaluation; last: ClassifierEvaluation } {
  // TODO: evaluateClassifier(model, testLoader), model.loadStateDict(…)
  throw new Error("testBestAndLast is not implemented");
}
