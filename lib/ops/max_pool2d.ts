import {
  attributes,
  execute,
  executeMany,
  fitsOwnOp,
  int,
  type Tensor,
  tf,
  view,
} from "../tf/mod.ts";
import { requireFloats } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";
import { refuseMore, requireWhole } from "./options.ts";
import { placesOfMaxima } from "./places_of_maxima.ts";
import { gradientToRelu, relu } from "./relu.ts";

/** How to pool. */
interface Window {
  kernelSize: number;
  stride: number;
  /** Whether maxima below 0 are to be 0; only our own op can do it. */
  rectify: boolean;
}

interface Pooling extends Window {
  /** The input, of which the gradient needs no numbers. */
  x: Tensor;
}

const ACTION = "apply maxPool2d";

const isOwn = (kernelSize: number): boolean =>
  fitsOwnOp("MaxPool", { kernel: kernelSize });

/** Native ops pool; what the gradient needs are further outputs. */
const op = defineOp<"x", Pooling>({
  name: "max_pool2d",
  forward: ({ x }, { kernelSize, stride, rectify }) => {
    if (isOwn(kernelSize)) {
      const window = attributes({
        kernel: int(kernelSize),
        stride: int(stride),
        rectify,
      });
      return executeMany("MleMaxPool", window, [x], 2);
    }
    return tf.tidy(() => {
      if (tf.all(tf.isFinite(x)).dataSync()[0]) {
        const y = execute("MaxPool", tensorFlow(kernelSize, stride), [x]);
        return [y, view(x), view(y)];
      }
      // TensorFlow ignores NaN and −∞.
      const places = placesOfMaxima(x, kernelSize, stride);
      return [tf.gather(tf.reshape(x, [-1]), places), places];
    });
  },
  savedOutputs: [false, true, true],
  backward: (dy, saved, pooling) => ({
    x: () => gradient(dy, saved, pooling),
  }),
});

function gradient(
  dy: Tensor,
  saved: Tensor[],
  { x, kernelSize, stride, rectify }: Pooling,
): Tensor {
  const { shape } = x;
  const [, height, width] = shape;
  if (isOwn(kernelSize)) {
    const compute = (rectified: boolean) =>
      execute(
        "MleMaxPoolGradient",
        attributes({
          kernel: int(kernelSize),
          stride: int(stride),
          height: int(height),
          width: int(width),
          rectified,
        }),
        [dy, ...saved],
      );
    return rectify ? compute(true) : gradientToRelu(x, compute);
  }
  if (saved.length === 1) {
    const places = tf.reshape(saved[0], [-1]) as tf.Tensor1D;
    const size = tf.util.sizeFromShape(shape);
    const sums = tf.unsortedSegmentSum(tf.reshape(dy, [-1]), places, size);
    return tf.reshape(sums, shape);
  }
  return execute("MaxPoolGrad", tensorFlow(kernelSize, stride), [
    ...saved,
    dy,
  ]);
}

const tensorFlow = (kernelSize: number, stride: number) =>
  attributes({
    ksize: int([1, kernelSize, kernelSize, 1]),
    strides: int([1, stride, stride, 1]),
    padding: "VALID",
  });

/**
 * The maximum over each kernelSize × kernelSize window, without padding. NaN
 * counts as greater than any number.
 *
 * @param x [batch, height, width, channels]
 * @returns [batch, ⌊(height − kernelSize)/stride⌋ + 1, likewise width,
 * channels]
 * @throws {TypeError} if `x` has another rank or is smaller than the window, or
 * if there are further arguments.
 * @throws {RangeError} for a size or stride that is not an integer ≥ 1.
 */
export function maxPool2d(
  x: Tensor,
  kernelSize: number,
  stride: number,
  ...more: never[]
): Tensor {
  refuseMore(ACTION, more);
  return apply(x, { kernelSize, stride, rectify: false });
}

/**
 * {@linkcode maxPool2d} of {@linkcode relu}: the same numbers, without those in
 * between.
 */
export function maxPoolOfRelu2d(
  x: Tensor,
  kernelSize: number,
  stride: number,
): Tensor {
  requireFloats("apply relu", x);
  return isOwn(kernelSize)
    ? apply(x, { kernelSize, stride, rectify: true })
    : maxPool2d(relu(x), kernelSize, stride);
}

function apply(x: Tensor, window: Window): Tensor {
  const { kernelSize, stride } = window;
  requireWhole(ACTION, "a kernel size", kernelSize, 1);
  requireWhole(ACTION, "a stride", stride, 1);
  requireFloats(ACTION, x);
  if (x.rank !== 4 || x.shape.slice(1, 3).some((dim) => dim < kernelSize)) {
    throw new TypeError(
      `Cannot apply maxPool2d(${kernelSize}): expected ` +
        `[batch, height, width, channels] with height and width of at least ` +
        `${kernelSize}, got [${x.shape.join(", ")}]`,
    );
  }
  // No longer step than a picture: native ops do not all get far with one.
  const step = Math.min(stride, Math.max(x.shape[1]!, x.shape[2]!));
  const [y, ...needed] = op({ x }, { ...window, x, stride: step });
  for (const tensor of needed) tensor.dispose(); // the tape has its own
  return y;
}
