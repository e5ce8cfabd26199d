import { requireAxes, requireWhole, show } from "../ops/mod.ts";
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

  /**
   * Takes the picture's shape in PyTorch's order.
   *
   * @throws {TypeError} if it is not a list of three numbers.
   * @throws {RangeError} if one of them is no whole number ≥ 1.
   */
  constructor(
    pictureShape: readonly [channels: number, height: number, width: number],
    ...more: never[]
  ) {
    const action = "make Unflatten";
    if (!Array.isArray(pictureShape) || pictureShape.length !== 3) {
      throw new TypeError(
        `Cannot ${action}: expected [channels, height, width], got ` +
          show(pictureShape),
      );
    }
    super(...more);
    for (const length of pictureShape) {
      requireWhole(action, "a length", length, 1);
    }
    this.pictureShape = pictureShape;
  }

  /**
   * Unflattens `x`, [batch, height·width·channels].
   *
   * @throws {TypeError} if the shape does not fit.
   */
  forward(x: Tensor): Tensor {
    const [channels, height, width] = this.pictureShape;
    const action = `apply Unflatten([${this.pictureShape.join(", ")}])`;
    requireAxes(action, x, ["batch", height * width * channels]);
    return tf.reshape(x, [x.shape[0], height, width, channels]);
  }
}
