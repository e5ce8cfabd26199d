import { execute, hasOwnOps, type Tensor, tf } from "../tf/mod.ts";

/**
 * The gradient with respect to a bias of each channel: the sum of `dy` over
 * batch, height and width.
 *
 * TensorFlow sums one long column of float32 numbers per channel, which is not
 * precise enough to follow PyTorch. Our own op sums blocks of it; without that
 * op, each row of pixels is summed first.
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
