import type { DataLoader } from "mle/data/mod.ts";
import type { Layer, StateDict } from "mle/nn/mod.ts";
import {
  type ClassifierEvaluation,
  evaluateClassifier,
} from "mle/train/mod.ts";

export function testBestAndLast(
  model: Layer,
  bestStateDict: StateDict,
  testLoader: DataLoader,
): { best: ClassifierEvaluation; last: ClassifierEvaluation } {
  const last = evaluateClassifier(model, testLoader);
  model.loadStateDict(bestStateDict);
  const best = evaluateClassifier(model, testLoader);
  return { best, last };
}
