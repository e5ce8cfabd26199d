import type { Tensor } from "../tf/mod.ts";

/**
 * The computations of a two-dimensional convolution, channels last. Between
 * them choose {@linkcode conv2d} and {@linkcode convTranspose2d}, for which
 * the one's way forward is the other's way back.
 */
export interface Convolution {
  /** x ∗ filter, plus a bias if there is one. */
  forward(x: Tensor, filter: Tensor, bias?: Tensor): Tensor;
  /** The gradient by an x of the given shape. */
  inputGradient(shape: number[], filter: Tensor, dy: Tensor): Tensor;
  /**
   * The gradient by a filter of the given shape, and the sum of dy over batch,
   * height and width, which is the gradient by the bias.
   */
  parameterGradients(
    x: Tensor,
    shape: number[],
    dy: Tensor,
  ): { filter: Tensor; bias: Tensor };
}
