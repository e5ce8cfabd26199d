import { type Tensor, type TensorInfo, tf } from "./tensorflow.ts";

/** One attribute of a TensorFlow op, as the native binding takes it. */
export interface OpAttribute {
  /** Its name in the op's definition. */
  name: string;
  /** Its type, as a number of the C API. */
  type: number;
  /** Its value. */
  value: string | boolean | number | readonly number[];
}

/** The attributes of one op; build them once and reuse them for every call. */
export type OpAttributes = readonly OpAttribute[];

/** The part of tfjs-node's backend that runs any op of the TensorFlow runtime. */
interface NativeBackend {
  executeMultipleOutputs(
    op: string,
    attributes: OpAttributes,
    inputs: readonly TensorInfo[],
    outputCount: number,
  ): Tensor[];
}

const backend = tf.backend() as unknown as NativeBackend;

// The C API's TF_AttrType (c_api.h).
const AttrType = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 };

/** A value tagged with its attribute type. */
export type AttributeValue = Pick<OpAttribute, "type" | "value">;

/** Tags an attribute as an integer or a list of integers. */
export function int(value: number | readonly number[]): AttributeValue {
  return { type: AttrType.int, value };
}

/** Tags an attribute as floating point. */
export function float(value: number): AttributeValue {
  return { type: AttrType.float, value };
}

/**
 * The element type of our tensors, for ops that cannot infer it from their
 * inputs.
 */
export const float32: AttributeValue = { type: AttrType.type, value: 1 }; // TF_FLOAT (tf_datatype.h)

/** Tags an attribute as a tensor's shape. */
export function shape(dims: readonly number[]): AttributeValue {
  return { type: AttrType.shape, value: dims };
}

/**
 * Builds the attributes of an op from names and values.
 *
 * @example
 * ```ts
 * import { attributes } from "mle/tf/mod.ts";
 * const matMul = attributes({ transpose_b: true });
 * ```
 */
export function attributes(
  values: Record<string, string | boolean | AttributeValue>,
): OpAttributes {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === "string") {
      return { name, type: AttrType.string, value };
    }
    if (typeof value === "boolean") return { name, type: AttrType.bool, value };
    return { name, ...value };
  });
}

/**
 * Runs an op of the TensorFlow runtime that has one output. The result belongs
 * to the enclosing `tidy`. No gradient is recorded; `lib/ops` adds that.
 *
 * @throws {Error} with TensorFlow's message, such as an unknown op or an
 * invalid shape.
 */
export function execute(
  op: string,
  attributes: OpAttributes,
  inputs: readonly TensorInfo[],
): Tensor {
  return executeMany(op, attributes, inputs, 1)[0];
}

/**
 * Like {@linkcode execute}, for an op with any number of outputs, including
 * none.
 */
export function executeMany(
  op: string,
  attributes: OpAttributes,
  inputs: readonly TensorInfo[],
  outputCount: number,
): Tensor[] {
  return backend.executeMultipleOutputs(op, attributes, inputs, outputCount);
}
