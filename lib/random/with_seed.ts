import { defaultGenerator, manualSeed } from "./default_generator.ts";
import type { Seed } from "./seed.ts";

/**
 * Does random work with its own seed and then restores the default generator,
 * so that all later numbers are as if the work had not been done.
 *
 * @throws {TypeError | RangeError} if the seed is none.
 *
 * @example
 * ```ts
 * import { rand, withSeed } from "mle/random/mod.ts";
 *
 * const { data } = await withSeed(7, () => rand([3]));
 * ```
 */
export async function withSeed<T>(
  seed: Seed,
  work: () => T | Promise<T>,
): Promise<T> {
  const state = defaultGenerator.getState();
  manualSeed(seed);
  try {
    return await work();
  } finally {
    defaultGenerator.setState(state);
  }
}
