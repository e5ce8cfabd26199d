import { type Tensor, tf } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * Turns each row into a picture, [batch, height·width·channels] → [batch,
 * height, width, channels].
 *
 * Source: as torch.nn.Unflatten(1, …), but pixel by pixel instead of channel by
 * channel.
 */
export class Unflatten extends Module {
  /** A picture's shape in PyTorch's order. */
  readonly pictureShape: readonly [
    channels: number,
    height: number,
    width: number,
  ];

  /** Takes the picture's shape in PyTorch's order. */
  constructor(
    pictureShape: readonly [channels: number, height: number, width: number],
  ) {
    super();
    this.pictureShape = pictureShape;
  }

  /** Unflattens `x`, [batch, height·width·channels]. */
  forward(x: Tensor): Tensor {
    const [channels, height, width] = this.pictureShape;
    return tf.reshape(x, [x.shape[0], height, width, channels]);
  }
}
