/**
 * The only access to TensorFlow: the native addon, its types, a way to run any
 * op of its runtime, and variables that native ops update in place.
 *
 * @module
 */
import "./tensor_display.ts";

export { type Shape, type Tensor, type TensorInfo, tf } from "./tensorflow.ts";
export { device } from "./device.ts";
export {
  attributes,
  type AttributeValue,
  execute,
  executeMany,
  float,
  int,
  type OpAttribute,
  type OpAttributes,
  shape,
} from "./execute.ts";
export {
  isOne,
  isPassedOn,
  type ValueAndGradients,
  valueAndGradients,
} from "./gradients.ts";
export { asRows } from "./reshape.ts";
export { fitsOwnOp, hasOwnOps, type OwnOps, ownOps } from "./own_ops.ts";
export { isRecording, type Operation, runOperation, view } from "./tape.ts";
export { Variable } from "./variable.ts";
export { tensorFlowVersion } from "./version.ts";
