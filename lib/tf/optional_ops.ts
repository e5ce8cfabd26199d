import {
  attributes,
  type AttributeValue,
  execute,
  type OpAttributes,
} from "./execute.ts";
import { type Tensor, tf } from "./tensorflow.ts";

/**
 * The attribute by which TensorFlow's runtime finds the kernels of oneDNN's
 * ops (mkl_op_registry in TensorFlow's sources).
 */
const KERNEL_LABEL = attributes({ _kernel: "MklNameChangeOp" });

/**
 * TensorFlow's own switch, which does not reach ops that are called by name. It
 * switches off all that is no public op of TensorFlow.
 */
const SWITCHED_OFF = Deno.env.get("TF_ENABLE_ONEDNN_OPTS") === "0";

const found = new Map<string, boolean>();

/** Marks attributes as those of a oneDNN op, such as `_MklNativeMaxPool`. */
export function oneDnnAttributes(
  values: Record<string, string | boolean | AttributeValue>,
): OpAttributes {
  return [...attributes(values), ...KERNEL_LABEL];
}

/**
 * Whether this TensorFlow has an op that is not one of its public ones, and
 * that op gives what it should, found out by trying it. oneDNN's are there on
 * x86-64 and ARM, and ours where the addon was compiled on the machine; none is
 * used with `TF_ENABLE_ONEDNN_OPTS=0`.
 *
 * @param op The op's name, for {@linkcode optionalOps}.
 * @param attempt Runs the op on a small input.
 * @param expected What it must return, within 1e-5.
 */
export function hasOp(
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
    // An unknown op or a missing kernel: public ops serve instead.
  }
  found.set(op, works);
  return works;
}

/** The ops that were tried so far, and whether each is in use. */
export function optionalOps(): Record<string, boolean> {
  return Object.fromEntries(found);
}

/**
 * Whether the addon has the project's own ops, whose names begin with Mle (see
 * `native`). They are compiled together, so one speaks for all.
 */
export const hasOwnOps: boolean = hasOp(
  "MleBiasGradient",
  () => execute("MleBiasGradient", [], [tf.tensor2d([1, 2, 3, 4], [2, 2])]),
  [4, 6],
);
