import { type Tensor, tf } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * Lays out each sample in one row, [batch, height, width, channels] →
 * [batch, height·width·channels]. A linear layer that follows takes the
 * picture's shape, so that its state dict has PyTorch's order.
 *
 * Source: as torch.nn.Flatten, pixel by pixel instead of channel by channel.
 */
export class Flatten extends Module {
  /** Flattens all axes of `x` but the first. */
  forward(x: Tensor): Tensor {
    const [batch] = x.shape;
    return tf.reshape(x, [batch, batch === 0 ? 0 : x.size / batch]);
  }
}
