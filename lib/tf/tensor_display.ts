import {
  arrayText,
  DISPLAY,
  type MimeBundle,
  printAsShown,
  shapeText,
  shownShape,
} from "../display/mod.ts";
import { type Tensor, tf } from "./tensorflow.ts";

/** For other dtypes (resources, complex numbers) only the shape is shown. */
const READABLE = new Set(["float32", "int32", "bool", "string"]);

/** The text that a notebook shows for a tensor: dtype, shape and first values. */
export function tensorText(tensor: Tensor, name = "Tensor"): string {
  const { dtype, shape } = tensor;
  const head = `${name} ${dtype} ${shapeText(shape)}`;
  if (tensor.isDisposed) return `${head}, disposed`;
  if (!READABLE.has(dtype)) return head;
  const block = leadingBlock(tensor);
  const values = dtype === "bool" ? Array.from(block, Boolean) : block;
  return `${head}\n${arrayText(shape, values)}`;
}

/** Reads only the part of a big tensor that is shown. */
function leadingBlock(tensor: Tensor): ArrayLike<number> {
  if (tensor.rank === 0 || tensor.size === 0) return tensor.dataSync();
  return tf.tidy(() =>
    tensor.slice(tensor.shape.map(() => 0), shownShape(tensor.shape)).dataSync()
  );
}

Object.defineProperty(tf.Tensor.prototype, DISPLAY, {
  value(this: Tensor): MimeBundle {
    return { "text/plain": tensorText(this) };
  },
});
printAsShown(tf.Tensor.prototype);
