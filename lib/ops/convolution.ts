import {
  attributes,
  execute,
  executeMany,
  fitsOwnOp,
  int,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import { type ConvGeometry, tensorFlowGeometry } from "./conv_geometry.ts";

/**
 * The computations of a two-dimensional convolution, channels last. Both
 * {@linkcode conv2d} and {@linkcode convTranspose2d} are made of them: the
 * forward pass of one is the backward pass of the other.
 */
export interface Convolution {
  /** x ∗ filter, plus a bias [outChannels] if there is one. */
  forward(x: Tensor, filter: Tensor, bias?: Tensor): Tensor;
  /**
   * The gradient with respect to an x of the given shape, plus a bias
   * [inChannels] if there is one.
   */
  inputGradient(
    shape: number[],
    filter: Tensor,
    dy: Tensor,
    bias?: Tensor,
  ): Tensor;
  /**
   * The gradient with respect to a filter of the given shape, and the gradient
   * with respect to the bias: the sum of dy over batch, height and width.
   */
  parameterGradients(
    x: Tensor,
    shape: number[],
    dy: Tensor,
  ): { filter: Tensor; bias: Tensor };
}

/**
 * A convolution with our own ops if they support it, otherwise with
 * TensorFlow's.
 */
export function convolutionFor(
  filterShape: number[],
  geometry: ConvGeometry,
): Convolution {
  return ownConvolution(filterShape, geometry) ??
    tensorFlowConvolution(geometry);
}

/** Passed as bias if there is none. */
const NO_BIAS = tf.keep(tf.zeros([0]));

/**
 * A convolution with our own ops, if they support it. They pad equally on all
 * four sides, as padding "same" does for square kernels of odd size.
 *
 * @param filterShape [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function ownConvolution(
  filterShape: number[],
  { stride, padding }: ConvGeometry,
): Convolution | undefined {
  const [kernelHeight, kernelWidth, , outChannels] = filterShape;
  const sides = padding === "same" ? (kernelWidth - 1) / 2 : padding;
  const hasEqualSides = padding !== "same" ||
    kernelHeight === kernelWidth && Number.isInteger(sides);
  if (
    !hasEqualSides ||
    !fitsOwnOp("Conv2D", { out_channels: outChannels, stride })
  ) return undefined;

  const geometry = { stride: int(stride), padding: int(sides) };
  const forward = attributes(geometry);
  return {
    forward: (x, filter, bias = NO_BIAS) =>
      execute("MleConv2D", forward, [x, filter, bias]),
    inputGradient: ([, height, width], filter, dy, bias = NO_BIAS) =>
      execute(
        "MleConv2DInputGradient",
        attributes({ ...geometry, height: int(height), width: int(width) }),
        [dy, filter, bias],
      ),
    parameterGradients: (x, [height, width], dy) => {
      const kernel = { kernel_height: int(height), kernel_width: int(width) };
      const [filter, bias] = executeMany(
        "MleConv2DFilterGradient",
        attributes({ ...geometry, ...kernel }),
        [x, dy],
        2,
      );
      return { filter, bias };
    },
  };
}

/** A convolution with TensorFlow's ops. */
export function tensorFlowConvolution(geometry: ConvGeometry): Convolution {
  const { stride, padding } = geometry;
  const options = attributes(tensorFlowGeometry(geometry));
  const add = (x: Tensor, bias?: Tensor) =>
    bias ? execute("BiasAdd", [], [x, bias]) : x;
  return {
    forward: (x, filter, bias) => {
      // TensorFlow leaves out products with the padding's zeros, which are NaN
      // where the filter is NaN or ∞.
      if (padding !== 0 && !tf.all(tf.isFinite(filter)).dataSync()[0]) {
        return tensorFlowConvolution({ stride, padding: 0 })
          .forward(padded(x, filter.shape, padding), filter, bias);
      }
      return add(execute("Conv2D", options, [x, filter]), bias);
    },
    inputGradient: (shape, filter, dy, bias) => {
      const sizes = tf.tensor1d(shape, "int32");
      const inputs = [sizes, filter, dy];
      return add(execute("Conv2DBackpropInput", options, inputs), bias);
    },
    parameterGradients: (x, shape, dy) => {
      const [height, width] = shape;
      if (height === 1 && width === 1 && stride > 1) {
        // Here oneDNN's gradient writes out of bounds (its issue 6035): with
        // stride 1 on the pixels that are read it does not.
        const all = padded(x, shape, padding);
        const read = tf.stridedSlice(
          all,
          [0, 0, 0, 0],
          all.shape,
          [1, stride, stride, 1],
        );
        return tensorFlowConvolution({ stride: 1, padding: 0 })
          .parameterGradients(read, shape, dy);
      }
      const sizes = tf.tensor1d(shape, "int32");
      return {
        filter: execute("Conv2DBackpropFilter", options, [x, sizes, dy]),
        bias: biasGradient(dy),
      };
    },
  };
}

/** `x` with its padding as zeros of its own. */
function padded(
  x: Tensor,
  kernelShape: number[],
  padding: number | "same",
): Tensor {
  const [vertical, horizontal] = kernelShape.map((
    length,
  ): [number, number] =>
    padding === "same"
      ? [Math.floor((length - 1) / 2), Math.ceil((length - 1) / 2)]
      : [padding, padding]
  );
  return tf.pad(x, [[0, 0], vertical, horizontal, [0, 0]]);
}
