import {
  batchNorm,
  batchStatistics,
  conv2d,
  type Conv2dOptions,
  convTranspose2d,
  linear,
  logSoftmax,
  maxPool2d,
  mseLoss,
  nllLoss,
  relu,
} from "mle/ops/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import {
  filterOf,
  fixture,
  picturesOf,
  tensorOf,
  type TorchTensor,
} from "../fixtures/layers.ts";

type Run = (...inputs: Tensor[]) => Tensor;

/** An operation on one set of inputs, in all the ways to check it. */
export interface OpCase {
  name: string;
  /** The library's operation. */
  run: Run;
  /** The same of TensorFlow.js's own operations, with its own gradients. */
  plain: Run;
  /** What PyTorch computed. */
  torch: {
    inputs: Record<string, TorchTensor>;
    y: TorchTensor;
    dy: TorchTensor;
    gradients: Record<string, TorchTensor>;
  };
  /** Inputs that have no kink near them, where PyTorch's have one. */
  smooth?: () => Tensor[];
}

/** PyTorch's tensor in the order that the operations want it in. */
export function nativeOf(torch: TorchTensor, name = ""): Tensor {
  if (name === "filter") return filterOf(torch);
  return torch.shape.length === 4 ? picturesOf(torch) : tensorOf(torch);
}

/** The inputs that PyTorch had. */
export const inputsOf = ({ torch }: OpCase): Tensor[] =>
  Object.entries(torch.inputs).map(([name, input]) => nativeOf(input, name));

/** The output of `run` and its gradients by each input, `dy` coming in. */
export function outputAndGradients(
  run: Run,
  inputs: Tensor[],
  dy: Tensor,
): Tensor[] {
  return [run(...inputs), ...tf.grads(run)(inputs, dy)];
}

const { operations } = fixture;
const EPSILON = 1e-5;

/** Pictures whose numbers are all different by at least 1/8. */
const distinctPictures = () =>
  tf.tensor4d(
    Array.from({ length: 2 * 7 * 6 * 3 }, (_, i) => (i * 89 % 252) / 8),
    [2, 7, 6, 3],
  );

const convolutions = operations.conv2d.map((torch): OpCase => {
  const options = torch.options as Required<Conv2dOptions>;
  const { stride, padding } = options;
  return {
    name: `conv2d, ${torch.inputs.filter.shape[3]} wide, stride ${stride}, ` +
      `padding ${padding}`,
    run: (x, filter, bias) => conv2d(x, filter, bias, options),
    plain: (x, filter, bias) => {
      const same = padding === "same";
      const sides = same ? 0 : padding;
      const padded = tf.pad(x, [0, sides, sides, 0].map((n) => [n, n]));
      const y = tf.conv2d(
        padded as tf.Tensor4D,
        filter as tf.Tensor4D,
        stride,
        same ? "same" : "valid",
      );
      return tf.add(y, bias);
    },
    torch,
  };
});

const transposedConvolutions = operations.convTranspose2d.map(
  (torch): OpCase => {
    const { stride, padding, outputPadding } = torch.options;
    const size = torch.inputs.filter.shape[3];
    return {
      name: `convTranspose2d, ${size} wide, stride ${stride}, ` +
        `padding ${padding}, output padding ${outputPadding}`,
      run: (x, filter, bias) => convTranspose2d(x, filter, bias, torch.options),
      plain: (x, filter, bias) => {
        const [batch, height, width] = x.shape;
        const [high, wide] = [height, width].map((n) =>
          (n - 1) * stride + size
        );
        const channels = filter.shape[2]!;
        const full = tf.conv2dTranspose(
          x as tf.Tensor4D,
          filter as tf.Tensor4D,
          [batch, high, wide, channels],
          stride,
          "valid",
        );
        const below = [0, outputPadding] as [number, number];
        const longer = tf.pad(full, [[0, 0], below, below, [0, 0]]);
        const kept = [high, wide].map((n) => n + outputPadding - 2 * padding);
        const y = tf.slice(
          longer,
          [0, padding, padding, 0],
          [batch, ...kept, channels],
        );
        return tf.add(y, bias);
      },
      torch,
    };
  },
);

const poolings = operations.maxPool2d.map((torch, i): OpCase => {
  const { kernelSize, stride } = torch;
  return {
    name: `maxPool2d(${kernelSize}, ${stride}), case ${i}`,
    run: (x) => maxPool2d(x, kernelSize, stride),
    plain: (x) => tf.maxPool(x as tf.Tensor4D, kernelSize, stride, "valid"),
    torch,
    smooth: () => [distinctPictures()],
  };
});

const batchNorms = operations.batchNorm.map((torch): OpCase => {
  const { training } = torch;
  const given = () => ({
    mean: tensorOf(torch.mean),
    variance: tensorOf(torch.variance),
  });
  return {
    name: `batchNorm ${training ? "in training" : "in use"}`,
    run: (x, gamma, beta) => {
      const statistics = training ? batchStatistics(x) : given();
      const options = { training, epsilon: EPSILON };
      return batchNorm(x, gamma, beta, statistics, options);
    },
    plain: (x, gamma, beta) => {
      const { mean, variance } = training ? tf.moments(x, [0, 1, 2]) : given();
      const scaled = tf.mul(gamma, tf.rsqrt(tf.add(variance, EPSILON)));
      return tf.add(tf.mul(tf.sub(x, mean), scaled), beta);
    },
    torch,
  };
});

const targets = () => tf.tensor1d(operations.nllLoss.targets, "int32");

/** All operations, on several sets of inputs where it matters. */
export const cases: OpCase[] = [
  ...convolutions,
  ...transposedConvolutions,
  ...poolings,
  ...batchNorms,
  {
    name: "relu",
    run: relu,
    plain: tf.relu,
    torch: operations.relu,
    smooth: () => [tf.tensor([[-2, -0.5], [0.5, 3]])],
  },
  {
    name: "linear",
    run: linear,
    plain: (x, weight, bias) => tf.add(tf.matMul(x, weight, false, true), bias),
    torch: operations.linear,
  },
  {
    name: "logSoftmax",
    run: logSoftmax,
    plain: (logits) => tf.logSoftmax(logits),
    torch: operations.logSoftmax,
    smooth: () => [tf.tensor([[1, 2, 0.5], [-1, -3, 4]])],
  },
  {
    name: "nllLoss",
    run: (logProbs) => nllLoss(logProbs, targets()),
    plain: (logProbs) =>
      tf.mean(tf.neg(tf.sum(tf.mul(logProbs, tf.oneHot(targets(), 6)), 1))),
    torch: operations.nllLoss,
  },
  {
    name: "mseLoss",
    run: (x) => mseLoss(x, tensorOf(operations.mseLoss.target)),
    plain: (x) =>
      tf.mean(tf.squaredDifference(x, tensorOf(operations.mseLoss.target))),
    torch: operations.mseLoss,
  },
];
