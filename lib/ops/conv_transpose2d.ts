import type { Tensor } from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import type { Convolution } from "./convolution.ts";
import { defineOp } from "./define_op.ts";
import { ownConvolution } from "./own_convolution.ts";
import { tensorFlowConvolution } from "./tensorflow_convolution.ts";

interface TransposeAttributes {
  /** The convolution that goes the other way, from output to input. */
  convolution: Convolution;
  outputShape: number[];
}

// What a convolution does backward, this does forward, and the other way
// round.
const op = defineOp<"x" | "filter" | "bias", TransposeAttributes>({
  name: "conv_transpose2d",
  forward: ({ x, filter, bias }, { convolution, outputShape }) =>
    convolution.inputGradient(outputShape, filter, x, bias),
  savedInputs: ["x", "filter"],
  backward: (dy, [x, filter], { convolution }) => ({
    x: () => convolution.forward(dy, filter),
    filter: () => convolution.parameterGradients(dy, filter.shape, x).filter,
    bias: () => biasGradient(dy),
  }),
});

/** How a transposed convolution spreads its input. */
export interface ConvTranspose2dOptions {
  /** Step between the places of neighbouring input pixels; 1 unless given. */
  stride?: number;
  /** Rows and columns cut off on all four sides; 0 unless given. */
  padding?: number;
  /**
   * Rows kept at the bottom and columns at the right beyond these, fewer than
   * the stride; 0 unless given.
   */
  outputPadding?: number;
}

/**
 * Two-dimensional transposed convolution with a bias, channels last: each
 * input pixel adds its multiple of the filter to the output,
 * y[b, i·stride + h − padding, j·stride + w − padding, o] +=
 * x[b, i, j, c] · filter[h, w, o, c], and bias[o] is added once.
 *
 * Source: as torch.nn.functional.conv_transpose2d.
 *
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, outChannels, inChannels]
 * @param bias [outChannels]
 * @returns [batch, (height − 1)·stride − 2·padding + kernelHeight +
 * outputPadding, likewise width, outChannels]
 * @throws {TypeError} if the shapes do not fit.
 */
export function convTranspose2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  options: ConvTranspose2dOptions = {},
): Tensor {
  const { stride = 1, padding = 0, outputPadding = 0 } = options;
  const [kernelHeight, kernelWidth, outChannels, inChannels] = filter.shape;
  if (x.rank !== 4 || x.shape[3] !== inChannels) {
    throw new TypeError(
      `Cannot apply convTranspose2d(${inChannels}, ${outChannels}): expected ` +
        `[batch, height, width, ${inChannels}], got [${x.shape.join(", ")}]`,
    );
  }
  const [batch, height, width] = x.shape;
  const spread = (length: number, kernelLength: number) =>
    (length - 1) * stride - 2 * padding + kernelLength + outputPadding;
  const outputShape = [
    batch,
    spread(height, kernelHeight),
    spread(width, kernelWidth),
    outChannels,
  ];
  const convolution = ownConvolution(filter.shape, options) ??
    tensorFlowConvolution(options);
  return op({ x, filter, bias }, { convolution, outputShape })[0];
}
