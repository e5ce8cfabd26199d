/**
 * In a page, what `lib/tf/tensorflow.ts` is in Deno: TensorFlow.js with its own
 * backend in place of TensorFlow. That backend is given the native ops which
 * `lib/ops` calls, so that the library's models and optimizer run unchanged.
 */
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { reshapeGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Reshape_grad.js";
import { OPS, type OpValues } from "./ops.ts";

export { tf };

/** A dense array of numbers. */
export type Tensor = tf.Tensor;
/** A tensor's data id, shape and dtype, as kernels see it. */
export type TensorInfo = tf.TensorInfo;
/** A tensor's shape, outermost axis first. */
export type Shape = readonly number[];

/** The backend under the name of tfjs-node's, and with its way to run any op. */
class PageBackend extends MathBackendCPU {
  readonly binding = { TF_Version: tf.version_core };

  executeMultipleOutputs(
    op: string,
    attributes: readonly { name: string; value: unknown }[],
    inputs: Tensor[],
  ): Tensor[] {
    if (!Object.hasOwn(OPS, op)) throw new Error(`No op ${op} in a page`);
    const values = attributes.map(({ name, value }) => [name, value]);
    const named: unknown = Object.fromEntries(values);
    return [OPS[op](inputs, named as OpValues)].flat();
  }
}

tf.registerGradient(reshapeGradConfig);
tf.copyRegisteredKernels("cpu", "tensorflow");
tf.registerBackend("tensorflow", () => new PageBackend());
tf.setBackend("tensorflow");
