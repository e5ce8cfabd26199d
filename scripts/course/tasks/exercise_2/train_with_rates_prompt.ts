// deno-lint-ignore-file no-unused-vars require-await
import type { Layer } from "./given.ts";
import type { LearningRateEpoch, TrainWithAdam } from "mle/train/mod.ts";

/**
 * Trains a new model for each learning rate and each seed, and returns the rows
 * of all histories, each with its rate and its seed. A run that is stopped is
 * the last one.
 */
async function trainWithRates<Model extends Layer>(
  rates: readonly number[],
  seeds: readonly number[],
  newModel: () => Model,
  train: TrainWithAdam<Model>,
): Promise<LearningRateEpoch[]> {
  // TODO: for each rate and seed: manualSeed(seed), newModel(), new Adam(…),
  // await train(model, optimizer), and keep { lr, seed, ...row }.
  throw new Error("trainWithRates is not implemented");
}
