import { defaultGenerator } from "./default_generator.ts";
import { Generator } from "./generator.ts";

/**
 * The order in which one shuffled pass visits n samples.
 *
 * A given `generator` draws the permutation itself. Otherwise a 63-bit draw
 * from the default generator seeds a new one, so that a pass takes the same
 * number of draws from the default generator whatever the size of the data.
 *
 * Source: as `torch.utils.data.RandomSampler`, without the base seed that a
 * PyTorch loader draws before each pass ({@linkcode Generator.random63}).
 *
 * @throws {RangeError} `n` is not an integer in [0, 214,748,363]
 */
export function shuffledOrder(
  n: number,
  generator: Generator = new Generator(defaultGenerator.random63()),
): Int32Array<ArrayBuffer> {
  const order = generator.permutation(n);
  // PyTorch's sampler ends a pass by drawing one more permutation, which it
  // does not use; the next pass with the same generator depends on it.
  generator.permutation(n);
  return order;
}
