import "./load.ts";
import * as tf from "@tensorflow/tfjs-node";

/**
 * The whole of TensorFlow.js, with TensorFlow's own C++ kernels beneath it.
 * Nothing else in this project imports `@tensorflow/*`.
 */
export { tf };

/** A dense array of numbers in TensorFlow's memory. */
export type Tensor = tf.Tensor;

/** A tensor's data id, shape and dtype, as kernels see it. */
export type TensorInfo = tf.TensorInfo;

/** A tensor's shape, outermost axis first. */
export type Shape = readonly number[];
