import type { Tensor } from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import { requireAxes, requireSmall } from "./check_tensors.ts";
import { convolutionFor } from "./convolution.ts";
import { defineOp } from "./define_op.ts";
import { readOptions, requireWhole } from "./options.ts";

/**
 * Attributes of the convolution in the opposite direction, from output to
 * input.
 */
type TransposeAttributes = {
  stride: number;
  padding: number;
  outputShape: number[];
};

const FILTER = ["kernelHeight", "kernelWidth", "outChannels", "inChannels"];

// Its forward pass is a convolution's backward pass, and vice versa.
const op = defineOp<"x" | "filter" | "bias", TransposeAttributes>({
  name: "conv_transpose2d",
  forward: ({ x, filter, bias }, { outputShape, ...geometry }) =>
    convolutionFor(filter.shape, geometry)
      .inputGradient(outputShape, filter, x, bias),
  savedInputs: ["x", "filter"],
  backward: (dy, [x, filter], geometry) => {
    const convolution = convolutionFor(filter.shape, geometry);
    return {
      x: () => convolution.forward(dy, filter),
      filter: () => convolution.parameterGradients(dy, filter.shape, x).filter,
      bias: () => biasGradient(dy),
    };
  },
});

/** How a transposed convolution places its input in the output. */
export interface ConvTranspose2dOptions {
  /** Step in the output between neighbouring input pixels; by default 1. */
  stride?: number;
  /** Rows and columns cut off on all four sides; by default 0. */
  padding?: number;
  /**
   * Additional rows at the bottom and columns at the right, fewer than the
   * stride; by default 0.
   */
  outputPadding?: number;
}

/**
 * Checks a transposed convolution's options and fills in defaults.
 *
 * @param action What fails if an option is wrong, for the message.
 * @throws {TypeError} for an unknown option, or one of the wrong type.
 * @throws {RangeError} for a stride that is not an integer ≥ 1, a padding that
 * is not an integer ≥ 0, or an output padding that is not less than the stride.
 */
export function transposeGeometry(
  action: string,
  options: ConvTranspose2dOptions | undefined,
): Required<ConvTranspose2dOptions> {
  const defaults = { stride: 1, padding: 0, outputPadding: 0 };
  const geometry = readOptions(action, defaults, options);
  const { stride, padding, outputPadding } = geometry;
  requireWhole(action, "a stride", stride, 1);
  requireWhole(action, "a padding", padding, 0);
  requireWhole(action, "an output padding", outputPadding, 0);
  if (outputPadding >= stride) {
    throw new RangeError(
      `Cannot ${action}: expected an output padding of less than the stride ` +
        `of ${stride}, got ${outputPadding}`,
    );
  }
  return geometry;
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
 * @throws {TypeError} if the shapes do not match, or for an unknown option.
 * @throws {RangeError} for an invalid stride or padding, or if the padding
 * leaves no output.
 */
export function convTranspose2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  options?: ConvTranspose2dOptions,
): Tensor {
  requireAxes("apply convTranspose2d", filter, FILTER, "a filter ");
  const [kernelHeight, kernelWidth, outChannels, inChannels] = filter.shape;
  const action = `apply convTranspose2d(${inChannels}, ${outChannels})`;
  requireAxes(action, x, ["batch", "height", "width", inChannels]);
  requireAxes(action, bias, [outChannels], "a bias ");
  const { stride, padding, outputPadding } = transposeGeometry(action, options);
  const [batch, height, width] = x.shape;
  const spread = (length: number, kernelLength: number) =>
    (length - 1) * stride - 2 * padding + kernelLength + outputPadding;
  const outputShape = [
    batch,
    spread(height, kernelHeight),
    spread(width, kernelWidth),
    outChannels,
  ];
  if (outputShape.some((length) => length < 1)) {
    throw new RangeError(
      `Cannot ${action}: expected padding that leaves at least one row and ` +
        `column, got [${outputShape.join(", ")}]`,
    );
  }
  requireSmall(action, "an output", [
    batch,
    outputShape[1] + 2 * padding,
    outputShape[2] + 2 * padding,
    outChannels,
  ]);
  // No longer step than the output: native ops do not all get far with one.
  const longest = Math.max(outputShape[1], outputShape[2]) + 2 * padding;
  return op({ x, filter, bias }, {
    stride: Math.min(stride, longest),
    padding,
    outputShape,
  })[0];
}
