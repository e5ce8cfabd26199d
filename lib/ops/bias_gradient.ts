import { execute, type Tensor, tf } from "../tf/mod.ts";

/**
 * The gradient of a bias that was added to each channel: the sum of `dy` over
 * batch, height and width.
 *
 * TensorFlow adds up one long column of float32 numbers per channel, which is
 * not exact enough to follow PyTorch. So the columns are added up row of pixels
 * by row of pixels first, which takes no longer.
 *
 * @param dy [batch, height, width, channels]
 * @returns [channels]
 */
export function biasGradient(dy: Tensor): Tensor {
  const [batch, height, width, channels] = dy.shape as number[];
  const sum = (x: Tensor) => execute("BiasAddGrad", [], [x]);
  const rows = tf.reshape(dy, [batch * height, width * channels]);
  return sum(tf.reshape(sum(rows), [width, channels]));
}
