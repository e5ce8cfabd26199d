import type { Layer } from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
import type { LearningRateEpoch, TrainWithAdam } from "mle/train/mod.ts";

export async function trainWithRates<Model extends Layer>(
  rates: readonly number[],
  seeds: readonly number[],
  newModel: () => Model,
  train: TrainWithAdam<Model>,
): Promise<LearningRateEpoch[]> {
  const all: LearningRateEpoch[] = [];
  for (const lr of rates) {
    for (const seed of seeds) {
      manualSeed(seed);
      const model = newModel();
      const optimizer = new Adam(model.parameters(), { lr });
      const result = await train(model, optimizer);
      for (const row of result.history) all.push({ lr, seed, ...row });
      if (result.stopped) return all;
    }
  }
  return all;
}
