import { Generator } from "mle/random/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";
import { assertClose } from "./assert_close.ts";

// A power of two, so that x ± h is exact for numbers around 1.
const STEP = 2 ** -7;

/**
 * Fails unless the gradients of `run` agree with central differences.
 *
 * The output y is projected onto fixed random numbers p, which gives a scalar L
 * = Σ p·y to differentiate: ∂L/∂x ≈ (L(x + h) − L(x − h))/2h for each number x
 * of each input. Inputs must be further than h = 1/128 from any kink.
 *
 * Source: as torch.autograd.gradcheck.
 *
 * @param run Computes one tensor from float32 tensors.
 * @param inputs The inputs, each of which must have a gradient.
 * @throws {AssertionError} that tells which gradient differs, and where.
 */
export function assertGradients(
  run: (...inputs: Tensor[]) => Tensor,
  ...inputs: Tensor[]
): void {
  tf.tidy(() => {
    const { gradients } = valueAndGradients(() => {
      const y = run(...inputs);
      return tf.sum(tf.mul(y, tf.tensor(projection(y), y.shape)));
    }, inputs);
    inputs.forEach((input, i) => {
      const expected = centralDifferences(
        (changed) => run(...inputs.with(i, changed)),
        input,
      );
      assertClose(gradients[i] ?? [], expected, {
        relative: 2e-3,
        absolute: 2e-3,
        what: `gradient of input ${i}`,
      });
    });
  });
}

const projection = ({ size }: Tensor) => new Generator(0).normal(size);

function centralDifferences(run: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const numbers = x.dataSync();
  const runAt = (i: number, value: number) =>
    tf.tidy(() => {
      const changed = Float32Array.from(numbers).fill(value, i, i + 1);
      const y = run(tf.tensor(changed, x.shape));
      return { y: y.dataSync(), p: projection(y) };
    });
  const slopes = Array.from(numbers, (number, i) => {
    const above = Math.fround(number + STEP);
    const below = Math.fround(number - STEP);
    const { y: yAbove, p } = runAt(i, above);
    const { y: yBelow } = runAt(i, below);
    // Element by element, in double precision: the difference of two almost
    // equal sums would lose most of its digits.
    return p.reduce((sum, pj, j) => sum + pj * (yAbove[j] - yBelow[j]), 0) /
      (above - below);
  });
  return tf.tensor(slopes, x.shape);
}
