import { defaultGenerator } from "./default_generator.ts";
import { Generator } from "./generator.ts";

/**
 * The order in which one shuffled pass visits n samples.
 *
 * A `generator` that is given permutes them itself. Without one, a 63-bit draw
 * of the default generator seeds a fresh one that does, so that a pass takes the
 * same from the default generator whatever the data's size.
 *
 * Source: as `torch.utils.data.RandomSampler`; the base seed that a PyTorch
 * loader draws before each pass ({@linkcode Generator.random63}) is not in it.
 *
 * @throws {RangeError} `n` is no integer in [0, 214,748,363]
 */
export function shuffledOrder(
  n: number,
  generator: Generator = new Generator(defaultGenerator.random63()),
): Int32Array<ArrayBuffer> {
  const order = generator.permutation(n);
  // PyTorch's sampler ends a pass with one more permutation, of which it uses
  // nothing; the next pass of the same generator depends on it.
  generator.permutation(n);
  return order;
}
