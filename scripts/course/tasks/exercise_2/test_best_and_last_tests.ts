import { dotSet, RisingClassifier } from "mle/checks/mod.ts";
import { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import { rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's testBestAndLast computes. */
export async function hiddenTests(
  testBestAndLast: typeof sheet.testBestAndLast,
): Promise<void> {
  await handOut((seed) => {
    const tested = () => {
      const [jitter, start] = rand([2]).data;
      const best = 1 + start;
      // Right with the best weight, 0.5 more in evaluation mode; two are not.
      const dots = Array.from({ length: 8 }, (_, i) => {
        const x = -0.75 * (i + 0.9 * jitter);
        const label = x + best + 0.5 > 0 ? 1 : 0;
        return [x, i < 2 ? 1 - label : label] as const;
      });
      const loader = new DataLoader(dotSet(dots), { batchSize: 3 });
      const model = new RisingClassifier(best + 2 + seed % 3);
      const bestState = new RisingClassifier(best).stateDict();
      return { model, ...testBestAndLast(model, bestState, loader) };
    };
    return {
      "accuracy of the best weights": () => tested().best.accuracy,
      "accuracy of the last weights": () => tested().last.accuracy,
      "losses of best and last": () => {
        const { best, last } = tested();
        return [best.loss, last.loss];
      },
      "classes and labels, best weights": () => {
        const { best } = tested();
        return [best.predicted, best.labels];
      },
      "probabilities, last weights": () => tested().last.probabilities,
      "the model's weights afterwards": () => {
        const { model, best } = tested();
        return [best.loss, model.weight.value.dataSync()];
      },
    };
  });
}
