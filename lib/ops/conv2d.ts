import {
  attributes,
  dtype,
  execute,
  hasOneDnnOp,
  oneDnnAttributes,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import {
  type Conv2dOptions,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { defineOp } from "./define_op.ts";

const BIAS = attributes({ T: dtype("float32"), data_format: "NHWC" });
const PLAIN = convGeometry({});

// oneDNN adds the bias in the same pass over the pictures in which it convolves.
const useOneDnnForward = hasOneDnnOp(
  "_MklNativeConv2DWithBias",
  () =>
    execute("_MklNativeConv2DWithBias", oneDnnAttributes(PLAIN), [
      tf.tensor4d([2, 3], [1, 1, 2, 1]),
      tf.tensor4d([10], [1, 1, 1, 1]),
      tf.tensor1d([1]),
    ]),
  [21, 31],
);
const op = defineOp<"x" | "filter" | "bias", { geometry: ConvGeometry }>({
  name: "conv2d",
  forward: ({ x, filter, bias }, { geometry }) =>
    useOneDnnForward
      ? execute("_MklNativeConv2DWithBias", oneDnnAttributes(geometry), [
        x,
        filter,
        bias,
      ])
      : execute("BiasAdd", BIAS, [
        execute("Conv2D", attributes(geometry), [x, filter]),
        bias,
      ]),
  savedInputs: ["x", "filter"],
  backward: (dy, [x, filter], { geometry }) => ({
    x: () =>
      execute("Conv2DBackpropInput", attributes(geometry), [
        tf.tensor1d(x.shape, "int32"),
        filter,
        dy,
      ]),
    // oneDNN's op that sums the bias's gradient on the way takes half as long
    // again as both together.
    filter: () =>
      execute("Conv2DBackpropFilter", attributes(geometry), [
        x,
        tf.tensor1d(filter.shape, "int32"),
        dy,
      ]),
    bias: () => biasGradient(dy),
  }),
});

/**
 * Two-dimensional cross-correlation with a bias, channels last:
 * y[b, i, j, o] = bias[o] + Σ x[b, i·stride + h, j·stride + w, c] ·
 * filter[h, w, c, o].
 *
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 * @param bias [outChannels]
 * @returns [batch, ⌊(height + 2·padding − kernelHeight)/stride⌋ + 1, likewise
 * width, outChannels]
 * @throws {TypeError} if the shapes do not fit.
 * @throws {RangeError} for padding "same" with another stride than 1.
 */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  options: Conv2dOptions = {},
): Tensor {
  const [kernelHeight, kernelWidth, inChannels, outChannels] = filter.shape;
  const complain = (expected: string) => {
    throw new TypeError(
      `Cannot apply conv2d(${inChannels}, ${outChannels}): expected ` +
        `${expected}, got [${x.shape.join(", ")}]`,
    );
  };
  if (x.rank !== 4 || x.shape[3] !== inChannels) {
    complain(`[batch, height, width, ${inChannels}]`);
  }
  // oneDNN would return numbers for a picture smaller than the kernel.
  const { padding = 0 } = options;
  if (padding !== "same") {
    const minHeight = kernelHeight - 2 * padding;
    const minWidth = kernelWidth - 2 * padding;
    if (x.shape[1]! < minHeight || x.shape[2]! < minWidth) {
      complain(`height ≥ ${minHeight} and width ≥ ${minWidth}`);
    }
  }
  return op({ x, filter, bias }, { geometry: convGeometry(options) })[0];
}
