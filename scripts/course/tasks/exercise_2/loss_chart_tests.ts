import { drawnLines, historyOf } from "mle/checks/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import { Generator } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's lossChart draws. */
export async function hiddenTests(
  lossChart: typeof sheet.lossChart,
): Promise<void> {
  await handOut((seed) => {
    const random = new Generator(seed);
    const epochs = 5 + seed % 7;
    const losses = () => [...random.uniform(epochs, 0.1, 2)];
    const history = historyOf(losses(), losses());
    let once: ReturnType<typeof drawnLines> | undefined;
    const lines = () => once ??= drawnLines(lossChart(history));
    return {
      "the lines": async () =>
        (await lines()).map(({ points }) => points)
          .sort(([[, a]], [[, b]]) => a - b),
      "losses in the first epoch, and how many colours": async () => {
        const drawn = await lines();
        return [
          ...drawn.map(({ points }) => points[0]).sort(([, a], [, b]) => a - b),
          new Set(drawn.map(({ stroke }) => stroke)).size,
        ];
      },
    };
  });
}
