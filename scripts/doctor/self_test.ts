import {
  batchNorm,
  batchStatistics,
  conv2d,
  linear,
  logSoftmax,
  maxPool2d,
  nllLoss,
  relu,
} from "mle/ops/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";

const TOLERANCE = 1e-5;

// Of a small network's filters, scale and weight.
const SHAPES = [[3, 3, 3, 4], [3, 3, 4, 8], [8], [6, 128]];
const PICTURES = [5, 8, 8, 3];
const LABELS = [0, 5, 2, 2, 1];

/**
 * Runs a training step of a small convolutional network, forward and backward,
 * and returns the largest difference between this library, with the ops that it
 * uses on this machine, and TensorFlow.js's own operations.
 *
 * @throws {Error} if the difference is larger than rounding explains
 */
export function trainingSelfTest(): number {
  return tf.tidy(() => {
    const weights = SHAPES.map((shape, i) => wave(shape, i + 1));
    const compute = (lossOf: (x: Tensor, weights: Tensor[]) => Tensor) => {
      const { value, gradients } = valueAndGradients(
        () => lossOf(wave(PICTURES, 9), weights),
        weights,
      );
      return [value, ...gradients.map((gradient) => gradient!)];
    };
    const expected = compute(plainLoss);
    const differences = compute(lossByOps).map((tensor, i) =>
      tf.max(tf.abs(tf.sub(tensor, expected[i]))).dataSync()[0]
    );
    // Written so that NaN, which Math.max passes on, fails too.
    const largest = Math.max(...differences);
    if (!(largest < TOLERANCE)) {
      throw new Error(
        `The self-test of the backend failed: expected a training step within ` +
          `${TOLERANCE} of TensorFlow.js's own, got a difference of ` +
          `${largest}. Remove node_modules and .venv, then set up again.`,
      );
    }
    return largest;
  });
}

/** The loss, computed with the layers' ops. */
function lossByOps(
  x: Tensor,
  [filter1, filter2, gamma, weight]: Tensor[],
): Tensor {
  const same = { padding: "same" } as const;
  const hidden = relu(conv2d(x, filter1, tf.zeros([4]), same));
  const maps = conv2d(hidden, filter2, tf.zeros([8]), same);
  const normal = batchNorm(maps, gamma, tf.zeros([8]), batchStatistics(maps), {
    training: true,
    epsilon: 1e-5,
  });
  const flat = tf.reshape(maxPool2d(relu(normal), 2, 2), [-1, 128]);
  const logits = linear(flat, weight, tf.zeros([6]));
  return nllLoss(logSoftmax(logits), tf.tensor1d(LABELS, "int32"));
}

/** The same, computed with TensorFlow.js's own operations. */
function plainLoss(
  x: Tensor,
  [filter1, filter2, gamma, weight]: Tensor[],
): Tensor {
  const convolve = (x: Tensor, filter: Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same");
  const maps = convolve(tf.relu(convolve(x, filter1)), filter2);
  const { mean, variance } = tf.moments(maps, [0, 1, 2]);
  const normal = tf.mul(
    tf.div(tf.sub(maps, mean), tf.sqrt(tf.add(variance, 1e-5))),
    gamma,
  );
  const pooled = tf.maxPool(tf.relu(normal) as tf.Tensor4D, 2, 2, "valid");
  const logits = tf.matMul(tf.reshape(pooled, [-1, 128]), weight, false, true);
  const chosen = tf.mul(tf.logSoftmax(logits), tf.oneHot(LABELS, 6));
  return tf.div(tf.neg(tf.sum(chosen)), LABELS.length);
}

/** Numbers that oscillate between −1 and 1. */
function wave(shape: number[], frequency: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const numbers = Float32Array.from(
    { length: size },
    (_, i) => Math.sin(frequency * i * 1.7 + 0.3),
  );
  return tf.tensor(numbers, shape);
}
