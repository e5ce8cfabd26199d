import {
  attributes,
  type AttributeValue,
  type OpAttributes,
} from "./execute.ts";
import { type Tensor, tf } from "./tensorflow.ts";

/**
 * The attribute by which TensorFlow's runtime finds the kernels of oneDNN's
 * ops (mkl_op_registry in TensorFlow's sources).
 */
const KERNEL_LABEL = attributes({ _kernel: "MklNameChangeOp" });

/** TensorFlow's own switch, which does not reach ops that are called by name. */
const SWITCHED_OFF = Deno.env.get("TF_ENABLE_ONEDNN_OPTS") === "0";

const found = new Map<string, boolean>();

/** Marks attributes as those of a oneDNN op, such as `_MklNativeMaxPool`. */
export function oneDnnAttributes(
  values: Record<string, string | boolean | AttributeValue>,
): OpAttributes {
  return [...attributes(values), ...KERNEL_LABEL];
}

/**
 * Whether this TensorFlow has an op of oneDNN that gives what it should, found
 * out by trying it. It has none on processors other than x86-64 and ARM, and
 * none is used with `TF_ENABLE_ONEDNN_OPTS=0`.
 *
 * @param op The op's name, for {@linkcode oneDnnOps}.
 * @param attempt Runs the op on a small input.
 * @param expected What it must return, within 1e-5.
 */
export function hasOneDnnOp(
  op: string,
  attempt: () => Tensor,
  expected: readonly number[],
): boolean {
  let works = false;
  try {
    const values = tf.tidy(() => attempt().dataSync());
    works = !SWITCHED_OFF && values.length === expected.length &&
      expected.every((value, i) => Math.abs(values[i] - value) < 1e-5);
  } catch {
    // An unknown op or a missing kernel: the public op serves instead.
  }
  found.set(op, works);
  return works;
}

/** The oneDNN ops that were tried so far, and whether each is in use. */
export function oneDnnOps(): Record<string, boolean> {
  return Object.fromEntries(found);
}
