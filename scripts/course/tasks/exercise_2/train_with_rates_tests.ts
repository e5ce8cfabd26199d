import { fallingTraining, newDrawnModel } from "mle/checks/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import { Generator } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's trainWithRates returns. */
export async function hiddenTests(
  trainWithRates: typeof sheet.trainWithRates,
): Promise<void> {
  await handOut((seed) => {
    const random = new Generator(seed);
    const rates = [...random.uniform(3, 0.01, 1)];
    const seeds = [0, 1].map(() => random.random32() % 1000);
    const trained = (stopIn?: number) =>
      trainWithRates(rates, seeds, newDrawnModel, fallingTraining({ stopIn }));
    return {
      "losses": async () => (await trained()).map(({ valLoss }) => valLoss),
      "rates, seeds and epochs, each with its loss": async () =>
        (await trained()).map((row) => [
          row.lr,
          row.seed,
          row.epoch,
          row.valLoss,
        ]),
      "losses until a run is stopped": async () =>
        (await trained(2 + seed % 3)).map(({ valLoss }) => valLoss),
    };
  });
}
