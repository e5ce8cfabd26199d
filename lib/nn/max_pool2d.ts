import { maxPool2d } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * The maximum over each square window, channels last, without padding.
 *
 * Source: as torch.nn.MaxPool2d.
 */
export class MaxPool2d extends Module {
  /** The window's height and width. */
  readonly kernelSize: number;
  /** The step from one window to the next. */
  readonly stride: number;

  /** The stride is the window's size unless given. */
  constructor(kernelSize: number, stride: number = kernelSize) {
    super();
    this.kernelSize = kernelSize;
    this.stride = stride;
  }

  /** Pools `x`, [batch, height, width, channels]. */
  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.stride);
  }
}
