import { conv2d } from "mle/ops/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

const SIZE = 5;
const KERNEL = 3;
const OUT = SIZE - KERNEL + 1;
const TOLERANCE = 1e-5;

/**
 * A small convolution, forward and backward: the largest difference between
 * what the backend computes and the same sums written out in plain numbers.
 *
 * @throws {Error} if it is larger than rounding explains
 */
export function convolutionSelfTest(): number {
  const x = wave(SIZE * SIZE, 1);
  const filter = wave(KERNEL * KERNEL, 2);
  const dy = wave(OUT * OUT, 3);
  const bias = 0.5;
  const native = tf.tidy(() => {
    const image = tf.tensor4d(x, [1, SIZE, SIZE, 1]);
    const apply = (filter: Tensor) =>
      tf.mul(conv2d(image, filter, tf.tensor1d([bias])), weights);
    const weights = tf.tensor4d(dy, [1, OUT, OUT, 1]);
    const kernel = tf.tensor4d(filter, [KERNEL, KERNEL, 1, 1]);
    return [apply(kernel), tf.grad(apply)(kernel)]
      .map((tensor) => [...tensor.dataSync()]);
  });
  const plain = [forward(x, filter, bias, dy), filterGradient(x, dy)];
  const differences = plain.flatMap((values, which) =>
    values.map((value, i) => Math.abs(value - native[which][i]))
  );
  const largest = Math.max(...differences);
  if (!(largest < TOLERANCE)) {
    throw new Error(
      `The self-test of the backend failed: expected a convolution within ` +
        `${TOLERANCE} of plain numbers, got a difference of ${largest}. ` +
        `Remove node_modules and .venv, then set up again.`,
    );
  }
  return largest;
}

function wave(length: number, frequency: number): number[] {
  return Array.from({ length }, (_, i) => Math.sin(frequency * i + 0.3));
}

/** Calls back for each output pixel with each kernel position. */
function eachProduct(
  use: (output: number, kernel: number, input: number) => void,
): void {
  for (let output = 0; output < OUT * OUT; output++) {
    for (let kernel = 0; kernel < KERNEL * KERNEL; kernel++) {
      const row = Math.floor(output / OUT) + Math.floor(kernel / KERNEL);
      const column = output % OUT + kernel % KERNEL;
      use(output, kernel, row * SIZE + column);
    }
  }
}

function forward(
  x: number[],
  filter: number[],
  bias: number,
  weights: number[],
): number[] {
  const y = weights.map(() => bias);
  eachProduct((output, kernel, input) => {
    y[output] += x[input] * filter[kernel];
  });
  return y.map((value, i) => value * weights[i]);
}

function filterGradient(x: number[], dy: number[]): number[] {
  const gradient = new Array<number>(KERNEL * KERNEL).fill(0);
  eachProduct((output, kernel, input) => {
    gradient[kernel] += x[input] * dy[output];
  });
  return gradient;
}
