import * as tf from "@tensorflow/tfjs-core";

/** The attributes that ops read, by TensorFlow's names. */
export interface OpValues {
  strides: [number, number, number, number];
  ksize: [number, number, number, number];
  padding: "SAME" | "VALID" | "EXPLICIT";
  explicit_paddings: number[];
  epsilon: number;
  adj_y?: boolean;
  transpose_a?: boolean;
}

type Op = (inputs: tf.Tensor[], values: OpValues) => tf.Tensor | tf.Tensor[];

/** What variables hold, by the data of their handles. */
const variables = new WeakMap<object, tf.Tensor>();

/** The ops of TensorFlow that the library's models need, by those of TensorFlow.js. */
export const OPS: Record<string, Op> = {
  Add: ([a, b]) => tf.add(a, b),
  Sub: ([a, b]) => tf.sub(a, b),
  Mul: ([a, b]) => tf.mul(a, b),
  Relu: ([x]) => tf.relu(x),
  L2Loss: ([x]) => tf.div(tf.sum(tf.square(x)), 2),
  Fill: ([shape, value]) => tf.fill([...shape.dataSync()], value.dataSync()[0]),
  Transpose: ([x, order]) => tf.transpose(x, [...order.dataSync()]),
  MatMul: ([a, b], { transpose_a }) => tf.matMul(a, b, transpose_a),
  BatchMatMulV2: ([a, b], { adj_y }) => tf.matMul(a, b, false, adj_y),
  BiasAdd: ([x, bias]) => tf.add(x, bias),
  BiasAddGrad: ([dy]) =>
    tf.sum(dy, dy.shape.map((_, axis) => axis).slice(0, -1)),
  Conv2D: ([x, filter], values) =>
    tf.conv2d(
      x as tf.Tensor4D,
      filter as tf.Tensor4D,
      stepOf(values),
      paddingOf(values),
    ),
  Conv2DBackpropInput: ([shape, filter, dy], values) =>
    tf.conv2dTranspose(
      dy as tf.Tensor4D,
      filter as tf.Tensor4D,
      [...shape.dataSync()] as [number, number, number, number],
      stepOf(values),
      paddingOf(values),
    ),
  MaxPool: ([x], values) =>
    tf.maxPool(x as tf.Tensor4D, values.ksize[1], stepOf(values), "valid"),
  FusedBatchNormV3: ([x, scale, offset, mean, variance], { epsilon }) =>
    tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
      epsilon,
    ),
  VarHandleOp: () => tf.scalar(0),
  AssignVariableOp: ([handle, value]) => {
    variables.get(handle.dataId)?.dispose();
    variables.set(handle.dataId, tf.keep(value.clone()));
    return [];
  },
  ReadVariableOp: ([handle]) => variables.get(handle.dataId)!.clone(),
};

const stepOf = ({ strides }: OpValues): number => strides[1];

function paddingOf({ padding, explicit_paddings }: OpValues) {
  if (padding !== "EXPLICIT") return padding === "SAME" ? "same" : "valid";
  const [top, bottom, left, right] = explicit_paddings.slice(2);
  return [[0, 0], [top, bottom], [left, right], [0, 0]] as [
    [number, number],
    [number, number],
    [number, number],
    [number, number],
  ];
}
