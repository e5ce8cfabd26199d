/**
 * Reshaping without a native call: the result shares the numbers of its input.
 * Only when an op takes it does TensorFlow reshape them, see {@linkcode asRows}.
 */
import { isRecording, view } from "./tape.ts";
import { type Shape, type Tensor, type TensorInfo, tf } from "./tensorflow.ts";

/** TensorFlow's tensor behind any number of ours. */
interface NativeTensor {
  id: number;
  shape: number[];
}

/** The part of tfjs-node's backend that knows them. */
interface NativeBackend {
  binding: {
    createTensor(shape: number[], dtype: number, values: Int32Array): number;
    executeOp(
      op: string,
      attributes: [],
      inputs: number[],
      outputCount: number,
    ): NativeTensor[];
    deleteTensor(id: number): void;
    TF_INT32: number;
  };
  tensorMap: { get(dataId: object): NativeTensor };
  getInputTensorIds(inputs: TensorInfo[]): number[];
  incRef(dataId: object): void;
}

const backend = tf.backend() as unknown as NativeBackend;
const { binding, tensorMap } = backend;

// The backend of a page's TensorFlow.js shares numbers by itself.
if (tensorMap !== undefined) shareNumbers();

const product = (shape: Shape) => shape.reduce((size, dim) => size * dim, 1);
const isLength = (dim: number) => Number.isInteger(dim) && dim >= 0;

function shareNumbers(): void {
  const kernel = { kernelName: "Reshape", backendName: "tensorflow" };
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.unregisterGradient(kernel.kernelName);
  tf.registerGradient({
    kernelName: kernel.kernelName,
    gradFunc: (dy, _, attrs) => ({
      x: () => reshape(dy as Tensor, attrs.from as unknown as number[]),
    }),
  });
  const reshape = (x: Tensor, shape: number[]): Tensor =>
    isRecording() ? tf.reshape(x, shape) : view(x, shape);
  tf.registerKernel({
    ...kernel,
    kernelFunc: ({ inputs, attrs }) => {
      const x = inputs.x!;
      attrs!.from = x.shape; // TensorFlow.js's gradient would save all of x
      const wanted = attrs!.shape as unknown as Shape;
      const size = product(x.shape);
      const known = product(wanted.filter((dim) => dim !== -1));
      const shape = wanted.map((dim) => dim === -1 ? size / known : dim);
      if (product(shape) !== size || !shape.every(isLength)) {
        throw new TypeError(
          `Cannot reshape [${
            x.shape.join(", ")
          }]: expected a shape of ${size} ` +
            `numbers, got [${wanted.join(", ")}]`,
        );
      }
      backend.incRef(x.dataId);
      return { dataId: x.dataId, shape, dtype: x.dtype };
    },
  });

  // Those replaced for a call, which may take them nevertheless.
  let replaced: number[] = [];
  const getIds = backend.getInputTensorIds.bind(backend);
  backend.getInputTensorIds = (inputs) => {
    for (const id of replaced) binding.deleteTensor(id);
    replaced = [];
    const ids = getIds(inputs);
    inputs.forEach(({ dataId, shape }, i) => {
      if (dataId === undefined) return; // a number of tfjs-node's own
      const native = tensorMap.get(dataId);
      if (!tf.util.arraysEqual(shape, native.shape)) {
        replaced.push(native.id);
        native.id = reshaped(native.id, shape);
        native.shape = shape;
      }
      ids[i] = native.id;
    });
    return ids;
  };
}

function reshaped(id: number, shape: number[]): number {
  const dims = Int32Array.from(shape);
  const target = binding.createTensor([dims.length], binding.TF_INT32, dims);
  const [result] = binding.executeOp("Reshape", [], [id, target], 1);
  binding.deleteTensor(target);
  return result.id;
}

/**
 * The tensor for an op that reads it as rows, one for each element of the first
 * axis, whatever the other axes: saves reshaping it.
 */
export function asRows({ dataId, shape, dtype }: Tensor): TensorInfo {
  const native = tensorMap.get(dataId).shape;
  return { dataId, dtype, shape: native[0] === shape[0] ? native : shape };
}
