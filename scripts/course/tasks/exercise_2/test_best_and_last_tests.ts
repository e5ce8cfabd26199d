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
      const [jitter, start, many, wrong] = rand([4]).data;
      const best = 1 + start;
      const count = 8 + Math.floor(16 * many);
      // Right with the best weight, 0.5 more in evaluation mode; some are not.
      const isWrong = Array.from(
        rand([count]).data,
        (x, i) => i === 0 || x < 0.1 + 0.6 * wrong,
      );
      const dots = isWrong.map((isWrong, i) => {
        const x = -6 / count * (i + 0.9 * jitter);
        const label = x + best + 0.5 > 0 ? 1 : 0;
        return [x, isWrong ? 1 - label : label] as const;
      });
      const loader = new DataLoader(dotSet(dots), { batchSize: 3 });
      const model = new RisingClassifier(best + 2 + seed % 3);
      const bestState = new RisingClassifier(best).stateDict();
      return { model, ...testBestAndLast(model, bestState, loader) };
    };
    // Several, as a single accuracy could be guessed.
    const draws = () => [tested(), tested(), tested()];
    return {
      "accuracy of the best weights": () =>
        draws().map(({ best }) => best.accuracy),
      "accuracy of the last weights": () =>
        draws().map(({ last }) => last.accuracy),
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
