import {
  attributes,
  execute,
  executeMany,
  float,
  hasOwnOps,
  type OpAttributes,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import { requireAxes } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";

type BatchNormAttributes = {
  /** Whether mean and variance are those of the batch. */
  training: boolean;
  epsilon: number;
};

const tensorFlow = ({ training, epsilon }: BatchNormAttributes): OpAttributes =>
  attributes({ epsilon: float(epsilon), is_training: training });

type BatchNormInput = "x" | "gamma" | "beta" | "mean" | "variance";

const op = defineOp<BatchNormInput, BatchNormAttributes>({
  name: "batch_norm",
  forward: ({ x, gamma, beta, mean, variance }, { epsilon }) => {
    const inputs = [x, gamma, beta, mean, variance];
    return hasOwnOps
      ? execute("MleBatchNorm", attributes({ epsilon: float(epsilon) }), inputs)
      // The kernel normalises with the given statistics.
      : executeMany(
        "FusedBatchNormV3",
        tensorFlow({ training: false, epsilon }),
        inputs,
        6,
      )[0];
  },
  savedInputs: ["x", "gamma", "mean", "variance"],
  // One native call computes all three.
  backward: (dy, [x, gamma, mean, variance], { training, epsilon }) => {
    const inputs = [dy, x, gamma, mean, variance];
    const [xGradient, gammaGradient, betaGradient] = hasOwnOps
      ? executeMany(
        "MleBatchNormGradient",
        attributes({ epsilon: float(epsilon), training }),
        inputs,
        3,
      )
      : executeMany(
        "FusedBatchNormGradV3",
        tensorFlow({ training, epsilon }),
        // The last one is the reserve space of GPU kernels.
        [...inputs, tf.zeros([0])],
        5,
      );
    return {
      x: () => xGradient,
      gamma: () => gammaGradient,
      beta: () => betaGradient,
    };
  },
});

/** Mean and variance of each channel, [channels]. */
export interface BatchStatistics {
  /** [channels] */
  mean: Tensor;
  /** Without Bessel's correction, [channels]. */
  variance: Tensor;
}

const GROUPS = 64;

/**
 * Mean and variance of each channel over batch, height and width; gradients do
 * not flow through them.
 *
 * TensorFlow's kernel sums one long column of float32 numbers per channel; with
 * 10⁵ numbers the result is off by 1e-5 standard deviations. Our own op
 * therefore sums blocks of the columns. Without it the columns are split into
 * groups whose statistics are combined: the variance is the mean of the groups'
 * variances plus the variance of their means (Chan, Golub and LeVeque, 1979).
 * Both are off by less than 1e-6.
 *
 * @param x [batch, height, width, channels]
 * @throws {TypeError} if `x` has another rank.
 * @throws {RangeError} if it is empty.
 */
export function batchStatistics(x: Tensor): BatchStatistics {
  requireAxes("compute batchStatistics", x, [
    ...["batch", "height", "width", "channels"],
  ]);
  if (hasOwnOps) {
    const [mean, variance] = executeMany("MleBatchStatistics", [], [x], 2);
    return { mean, variance };
  }
  return tf.tidy(() => {
    const channels = x.shape[3]!;
    const rows = x.size / channels;
    const groups = greatestCommonDivisor(rows, GROUPS);
    const wide = tf.reshape(x, [rows / groups, 1, 1, groups * channels]);
    const ones = tf.ones([groups * channels]);
    const [, means, , , variances] = executeMany(
      "FusedBatchNormV3",
      tensorFlow({ training: true, epsilon: 1 }),
      [wide, ones, ones, ones, ones],
      6,
    ).map((output, i) =>
      i === 1 || i === 4 ? tf.reshape(output, [groups, channels]) : output
    );
    const mean = tf.mean(means, 0);
    const variance = tf.add(
      tf.mean(variances, 0),
      tf.mean(tf.squaredDifference(means, mean), 0),
    );
    return { mean, variance };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Batch normalisation, channels last, with the given statistics: y = gamma · (x
 * − mean)/√(variance + epsilon) + beta.
 *
 * @param x [batch, height, width, channels]
 * @param gamma [channels]
 * @param beta [channels]
 * @param statistics In training those of the batch, whose dependence on `x` the
 * gradient takes into account; otherwise constants.
 * @throws {TypeError} if the shapes do not match.
 */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  statistics: BatchStatistics,
  options: { training: boolean; epsilon: number },
): Tensor {
  requireAxes("apply batchNorm", gamma, ["channels"], "a gamma ");
  const [channels] = gamma.shape;
  const action = `apply batchNorm(${channels})`;
  requireAxes(action, x, ["batch", "height", "width", channels]);
  for (const [name, tensor] of Object.entries({ beta, ...statistics })) {
    requireAxes(action, tensor, [channels], `a ${name} `);
  }
  return op({ x, gamma, beta, ...statistics }, options)[0];
}
