import { requireFloats } from "../ops/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * Flattens each sample, [batch, height, width, channels] → [batch,
 * height·width·channels]. Give the picture's shape to a linear layer that
 * follows, so that its state dict is in PyTorch's order.
 *
 * Source: as torch.nn.Flatten, but pixel by pixel instead of channel by
 * channel.
 */
export class Flatten extends Module {
  /**
   * Flattens all axes of `x` but the first.
   *
   * @throws {TypeError} if it does not hold float32 numbers.
   * @throws {RangeError} if it is empty.
   */
  forward(x: Tensor): Tensor {
    requireFloats("apply Flatten", x);
    const [batch] = x.shape;
    return tf.reshape(x, [batch, x.size / batch]);
  }
}
