import { maxPool2d, requireWhole } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * The maximum over each square window, channels last and without padding.
 *
 * Source: as torch.nn.MaxPool2d, without padding and dilation.
 */
export class MaxPool2d extends Module {
  /** The window's height and width. */
  readonly kernelSize: number;
  /** The step from one window to the next. */
  readonly stride: number;

  /**
   * The stride defaults to the window's size.
   *
   * @throws {TypeError} if there are more arguments, or one of a wrong kind.
   * @throws {RangeError} for a size that is no whole number ≥ 1.
   */
  constructor(
    kernelSize: number,
    stride: number = kernelSize,
    ...more: never[]
  ) {
    super(...more);
    const action = "make MaxPool2d";
    requireWhole(action, "a kernel size", kernelSize, 1);
    requireWhole(action, "a stride", stride, 1);
    this.kernelSize = kernelSize;
    this.stride = stride;
  }

  /** Pools `x`, [batch, height, width, channels]. */
  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.stride);
  }
}
