import { execute, hasOwnOps, type Tensor, tf } from "../tf/mod.ts";

/**
 * The gradient of a bias that was added to each channel: the sum of `dy` over
 * batch, height and width.
 *
 * TensorFlow adds up one long column of float32 numbers per channel, which is
 * not exact enough to follow PyTorch. Our own op adds up blocks of them, and
 * without it the columns are added up row of pixels by row of pixels first.
 *
 * @param dy [batch, height, width, channels]
 * @returns [channels]
 */
export function biasGradient(dy: Tensor): Tensor {
  if (hasOwnOps) return execute("MleBiasGradient", [], [dy]);
  const [batch, height, width, channels] = dy.shape as number[];
  const sum = (x: Tensor) => execute("BiasAddGrad", [], [x]);
  const rows = tf.reshape(dy, [batch * height, width * channels]);
  return sum(tf.reshape(sum(rows), [width, channels]));
}
