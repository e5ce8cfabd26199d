import {
  attributes,
  dtype,
  execute,
  executeMany,
  hasOwnOps,
  int,
  type Tensor,
  tf,
} from "../tf/mod.ts";

/** A native pooling: its maxima, and what its gradient needs. */
interface Pooled {
  value: Tensor;
  saved: Tensor[];
}

/** Our own op counts a window's places in a byte. */
const isOwn = (kernelSize: number): boolean => hasOwnOps && kernelSize <= 16;

function pool(x: Tensor, kernelSize: number, stride: number): Pooled {
  if (isOwn(kernelSize)) {
    const window = attributes({ kernel: int(kernelSize), stride: int(stride) });
    const [value, places] = executeMany("MleMaxPool", window, [x], 2);
    return { value, saved: [places] };
  }
  const value = execute("MaxPool", tensorFlow(kernelSize, stride), [x]);
  return { value, saved: [x, value] };
}

function poolGradient(
  dy: Tensor,
  saved: Tensor[],
  [, height, width]: number[],
  kernelSize: number,
  stride: number,
): Tensor {
  if (isOwn(kernelSize)) {
    return execute(
      "MleMaxPoolGradient",
      attributes({
        kernel: int(kernelSize),
        stride: int(stride),
        height: int(height),
        width: int(width),
      }),
      [dy, ...saved],
    );
  }
  return execute("MaxPoolGrad", tensorFlow(kernelSize, stride), [
    ...saved,
    dy,
  ]);
}

const tensorFlow = (kernelSize: number, stride: number) =>
  attributes({
    T: dtype("float32"),
    ksize: int([1, kernelSize, kernelSize, 1]),
    strides: int([1, stride, stride, 1]),
    padding: "VALID",
    data_format: "NHWC",
  });

/**
 * The maximum over each kernelSize × kernelSize window, without padding.
 *
 * @param x [batch, height, width, channels]
 * @returns [batch, ⌊(height − kernelSize)/stride⌋ + 1, likewise width,
 * channels]
 * @throws {TypeError} if `x` has another rank or is smaller than the window.
 */
export function maxPool2d(
  x: Tensor,
  kernelSize: number,
  stride: number,
): Tensor {
  if (x.rank !== 4 || x.shape.slice(1, 3).some((dim) => dim < kernelSize)) {
    throw new TypeError(
      `Cannot apply maxPool2d(${kernelSize}): expected ` +
        `[batch, height, width, channels] with height and width of at least ` +
        `${kernelSize}, got [${x.shape.join(", ")}]`,
    );
  }
  // What the gradient needs may be an output of its own. With a custom gradient
  // it is saved beside the tape, which would make a gradient of zeros for it.
  return tf.customGrad((input, save) => {
    const { value, saved } = pool(input as Tensor, kernelSize, stride);
    (save as tf.GradSaveFunc)(saved);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        poolGradient(dy, saved, x.shape, kernelSize, stride),
    };
  })(x);
}
