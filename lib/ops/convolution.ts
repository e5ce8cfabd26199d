import type { Tensor } from "../tf/mod.ts";

/**
 * The computations of a two-dimensional convolution, channels last. They make
 * {@linkcode conv2d} and {@linkcode convTranspose2d}, for which the one's way
 * forward is the other's way back.
 */
export interface Convolution {
  /** x ∗ filter, plus a bias [outChannels] if there is one. */
  forward(x: Tensor, filter: Tensor, bias?: Tensor): Tensor;
  /** The gradient by an x of such a shape, plus a bias [inChannels]. */
  inputGradient(
    shape: number[],
    filter: Tensor,
    dy: Tensor,
    bias?: Tensor,
  ): Tensor;
  /**
   * The gradient by a filter of such a shape, and the sum of dy over batch,
   * height and width, which is the gradient by the bias.
   */
  parameterGradients(
    x: Tensor,
    shape: number[],
    dy: Tensor,
  ): { filter: Tensor; bias: Tensor };
}
