import type { Layer } from "../nn/mod.ts";
import { Adam } from "../optim/mod.ts";
import { manualSeed } from "../random/mod.ts";
import type { LearningRateEpoch, TrainWithAdam } from "../train/mod.ts";

/**
 * Trains a new model for each learning rate and each seed, and returns the
 * histories of all runs. A run that is stopped is the last one.
 */
export async function trainWithRates<Model extends Layer>(
  rates: readonly number[],
  seeds: readonly number[],
  newModel: () => Model,
  train: TrainWithAdam<Model>,
): Promise<LearningRateEpoch[]> {
  const rows: LearningRateEpoch[] = [];
  for (const lr of rates) {
    for (const seed of seeds) {
      manualSeed(seed);
      using model = newModel();
      using optimizer = new Adam(model.parameters(), { lr });
      const { history, stopped } = await train(model, optimizer);
      rows.push(...history.map((row) => ({ lr, seed, ...row })));
      if (stopped) return rows;
    }
  }
  return rows;
}
