import { tf } from "./tensorflow.ts";

/** The version of the TensorFlow in use, such as `2.21.0`. */
export const tensorFlowVersion: string =
  (tf.backend() as unknown as { binding: { TF_Version: string } })
    .binding.TF_Version;
