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

  /**
   * Unflattens `x`, [batch, height·width·channels].
   *
   * @throws {TypeError} if the shape does not fit.
   */
  forward(x: Tensor): Tensor {
    const [channels, height, width] = this.pictureShape;
    const size = height * width * channels;
    if (x.rank !== 2 || x.shape[1] !== size) {
      throw new TypeError(
        `Cannot apply Unflatten([${this.pictureShape.join(", ")}]): expected ` +
          `[batch, ${size}], got [${x.shape.join(", ")}]`,
      );
    }
    return tf.reshape(x, [x.shape[0], height, width, channels]);
  }
}
