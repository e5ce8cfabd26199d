import { Generator } from "./generator.ts";
import type { Seed } from "./seed.ts";

/**
 * The generator that layers (when constructed), loaders, {@linkcode rand} and
 * {@linkcode randn} draw from unless they are given another.
 *
 * Until {@linkcode manualSeed} is called, its seed differs from run to run.
 * Source: as `torch.default_generator`.
 */
export const defaultGenerator: Generator = new Generator(
  crypto.getRandomValues(new BigUint64Array(1))[0],
);

/**
 * Seeds the default generator, so that everything that follows is reproducible,
 * and returns it; as `torch.manual_seed(seed)`.
 *
 * @throws {TypeError | RangeError} `seed` is not an integer in [−2⁶³, 2⁶⁴)
 */
export function manualSeed(seed: Seed): Generator {
  return defaultGenerator.manualSeed(seed);
}
