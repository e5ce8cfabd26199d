import { DataLoader } from "../data/mod.ts";
import type { Layer, StateDict } from "../nn/mod.ts";
import type { ClassifierEvaluation } from "../train/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { expectSame } from "./expect.ts";
import { type Dot, dotSet, RisingClassifier } from "./rising_classifier.ts";

/** The function that Task 4 of Exercise 2 asks for. */
export type TestBestAndLast = (
  model: Layer,
  bestStateDict: StateDict,
  testLoader: DataLoader,
) => { best: ClassifierEvaluation; last: ClassifierEvaluation };

// Including the 0.5 of evaluation mode.
const TEST: readonly Dot[] = [[-1.25, 1], [-3, 0], [-3, 1], [-3, 0], [-3, 0]];
const BEST = 1;
const LAST = 4;

/**
 * Checks Task 4 of Exercise 2: that the best and the last weights are
 * distinguished.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkTestBestAndLast(test: TestBestAndLast): Promise<void> {
  return asIfNotRun(() => {
    using bestModel = new RisingClassifier(BEST);
    using model = new RisingClassifier(LAST);
    const loader = new DataLoader(dotSet(TEST), { batchSize: 2 });
    const { best, last } = test(model, bestModel.stateDict(), loader);
    expectSame("best.accuracy", best?.accuracy, 0.8, [
      {
        leadsTo: 0.4,
        hint: "That is the accuracy of the last weights: load the best state " +
          "dict before evaluating",
      },
      {
        leadsTo: 0.6,
        hint: "The model was not in evaluation mode: evaluateClassifier sees " +
          "to that",
      },
      {
        leadsTo: 80,
        hint: "An accuracy is a share of 0 … 1, not a percentage",
      },
      { leadsTo: 1, hint: "That is the accuracy of the last batch alone" },
    ]);
    expectSame("last.accuracy", last?.accuracy, 0.4, [{
      leadsTo: 0.8,
      hint:
        "That is the accuracy of the best weights: evaluate the last ones " +
        "before the best state dict takes their place",
    }]);
    expectSame("best.predicted", best.predicted, [1, 0, 0, 0, 0]);
    expectSame("best.labels", best.labels, TEST.map(([, label]) => label));
    expectSame(
      "The weight afterwards",
      model.weight.value.dataSync()[0],
      BEST,
      [
        { leadsTo: LAST, hint: "These are the last weights" },
      ],
      "The model is to keep the best weights: load bestStateDict into it",
    );
  });
}
