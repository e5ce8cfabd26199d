import {
  attributes,
  dtype,
  executeMany,
  float,
  type Tensor,
} from "../tf/mod.ts";
import { defineOp } from "./define_op.ts";

interface BatchNormAttributes {
  training: boolean;
  momentum: number;
  epsilon: number;
}

type BatchNormInput = "x" | "gamma" | "beta" | "mean" | "variance";

const common = ({ training, epsilon }: BatchNormAttributes) => ({
  T: dtype("float32"),
  U: dtype("float32"),
  epsilon: float(epsilon),
  data_format: "NHWC",
  is_training: training,
});

const op = defineOp<BatchNormInput, BatchNormAttributes>({
  name: "batch_norm",
  forward: ({ x, gamma, beta, mean, variance }, options) =>
    executeMany(
      "FusedBatchNormV3",
      attributes({
        ...common(options),
        exponential_avg_factor: float(options.momentum),
      }),
      [x, gamma, beta, mean, variance],
      6,
    ),
  savedInputs: ["x", "gamma"],
  // The batch's mean and variance, and what the kernel keeps for itself.
  savedOutputs: [false, false, false, true, true, true],
  backward: (dy, [x, gamma, mean, variance, reserved], options) => {
    const [xGradient, gammaGradient, betaGradient] = executeMany(
      "FusedBatchNormGradV3",
      attributes(common(options)),
      [dy, x, gamma, mean, variance, reserved],
      5,
    );
    return {
      x: () => xGradient,
      gamma: () => gammaGradient,
      beta: () => betaGradient,
    };
  },
});

/** What {@linkcode batchNorm} returns in training. */
export interface BatchNormOutput {
  /** The normalised input, [batch, height, width, channels]. */
  output: Tensor;
  /** The running mean after this batch, [channels]. */
  runningMean: Tensor;
  /** The running variance after this batch, [channels]. */
  runningVar: Tensor;
}

/**
 * Batch normalisation over batch, height and width, channels last:
 * y = gamma · (x − mean)/√(variance + epsilon) + beta.
 *
 * In training, mean and variance are the batch's own (the variance without
 * Bessel's correction), and the running ones move towards them by `momentum`
 * (towards the variance with Bessel's correction), as torch.nn.BatchNorm2d's.
 * Otherwise the running ones are used and stay as they are.
 *
 * @param x [batch, height, width, channels]
 * @param gamma [channels]
 * @param beta [channels]
 * @param runningMean [channels]
 * @param runningVar [channels]
 * @throws {TypeError} if the shapes do not fit.
 */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  runningMean: Tensor,
  runningVar: Tensor,
  options: { training: boolean; momentum: number; epsilon: number },
): BatchNormOutput {
  const [channels] = gamma.shape;
  if (x.rank !== 4 || x.shape[3] !== channels) {
    throw new TypeError(
      `Cannot apply batchNorm(${channels}): expected ` +
        `[batch, height, width, ${channels}], got [${x.shape.join(", ")}]`,
    );
  }
  const outputs = op(
    { x, gamma, beta, mean: runningMean, variance: runningVar },
    // Without training the kernel wants a factor of 1.
    { ...options, momentum: options.training ? options.momentum : 1 },
  );
  return {
    output: outputs[0],
    runningMean: outputs[1],
    runningVar: outputs[2],
  };
}
