import type { StateDict } from "../nn/mod.ts";
import { Generator } from "../random/mod.ts";

/**
 * A state dict with numbers drawn from a seed, scaled to suit their tensor:
 * matrices and kernels scale down what they sum, running variances are
 * positive, counters are 0.
 *
 * @param shapes The tensors' shapes by their PyTorch names; a name that ends in
 * `num_batches_tracked` is a counter.
 */
export function seededStateDict(
  shapes: Record<string, readonly number[]>,
  seed: number,
): StateDict {
  const generator = new Generator(seed);
  const drawn: StateDict = new Map();
  for (const [name, shape] of Object.entries(shapes)) {
    if (name.endsWith("num_batches_tracked")) {
      drawn.set(name, { dtype: "int64", shape, data: BigInt64Array.of(0n) });
      continue;
    }
    const size = shape.reduce((product, length) => product * length, 1);
    const [lo, hi] = name.endsWith("running_var")
      ? [0.5, 2]
      : shape.length === 1
      ? [-1, 1]
      : [-1.7, 1.7].map((bound) => bound / Math.sqrt(size / shape[0]));
    const data = generator.uniform(size, lo, hi);
    drawn.set(name, { dtype: "float32", shape, data });
  }
  return drawn;
}
