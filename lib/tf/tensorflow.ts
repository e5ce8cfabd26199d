import "./load.ts";
import * as tf from "@tensorflow/tfjs-node";

/**
 * The whole of TensorFlow.js, with TensorFlow's own C++ kernels beneath it.
 * Nothing else in this project imports `@tensorflow/*`.
 */
export { tf };

/** A dense array of numbers that lives in TensorFlow's memory. */
export type Tensor = tf.Tensor;

/** What identifies a tensor's memory, shape and dtype inside a kernel. */
export type TensorInfo = tf.TensorInfo;

/** A tensor's shape, outermost axis first. */
export type Shape = readonly number[];
