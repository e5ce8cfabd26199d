import {
  attributes,
  dtype,
  execute,
  executeMany,
  hasOp,
  int,
  oneDnnAttributes,
  type OpAttributes,
  type Tensor,
  tf,
} from "../tf/mod.ts";

const geometry = (kernelSize: number, stride: number) => ({
  T: dtype("float32"),
  ksize: int([1, kernelSize, kernelSize, 1]),
  strides: int([1, stride, stride, 1]),
  padding: "VALID",
  data_format: "NHWC",
});

// oneDNN's pooling keeps where each maximum stood, in a workspace. Its
// gradient then is some ten times faster than that of TensorFlow's own op,
// which looks for the maxima once more.
const withWorkspace = (kernelSize: number, stride: number): OpAttributes =>
  oneDnnAttributes({
    ...geometry(kernelSize, stride),
    workspace_enabled: true,
  });

const useOneDnn = hasOp("_MklNativeMaxPool", () => {
  const x = tf.tensor4d([1, 4, 3, 2], [1, 2, 2, 1]);
  const native = withWorkspace(2, 1);
  const [y, workspace] = executeMany("_MklNativeMaxPool", native, [x], 2);
  return execute("_MklNativeMaxPoolGrad", native, [x, y, y, workspace]);
}, [0, 4, 0, 0]);

function pool(x: Tensor, kernelSize: number, stride: number): Tensor[] {
  return useOneDnn
    ? executeMany(
      "_MklNativeMaxPool",
      withWorkspace(kernelSize, stride),
      [x],
      2,
    )
    : [execute("MaxPool", attributes(geometry(kernelSize, stride)), [x])];
}

function poolGradient(
  [x, y, workspace]: Tensor[],
  dy: Tensor,
  kernelSize: number,
  stride: number,
): Tensor {
  return useOneDnn
    ? execute("_MklNativeMaxPoolGrad", withWorkspace(kernelSize, stride), [
      x,
      y,
      dy,
      workspace,
    ])
    : execute("MaxPoolGrad", attributes(geometry(kernelSize, stride)), [
      x,
      y,
      dy,
    ]);
}

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
  // The workspace is an output of its own. With a custom gradient it is saved
  // beside the tape, which would make a gradient of zeros for it in each step.
  return tf.customGrad((input, save) => {
    const [value, ...workspace] = pool(input as Tensor, kernelSize, stride);
    (save as tf.GradSaveFunc)([input as Tensor, value, ...workspace]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        poolGradient(saved, dy, kernelSize, stride),
    };
  })(x);
}
