import type { Tensor } from "../tf/mod.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { ownConvolution } from "./own_convolution.ts";
import { tensorFlowConvolution } from "./tensorflow_convolution.ts";

/**
 * The computations of a two-dimensional convolution, channels last. Both
 * {@linkcode conv2d} and {@linkcode convTranspose2d} are made of them: the
 * forward pass of one is the backward pass of the other.
 */
export interface Convolution {
  /** x ∗ filter, plus a bias [outChannels] if there is one. */
  forward(x: Tensor, filter: Tensor, bias?: Tensor): Tensor;
  /**
   * The gradient with respect to an x of the given shape, plus a bias
   * [inChannels] if there is one.
   */
  inputGradient(
    shape: number[],
    filter: Tensor,
    dy: Tensor,
    bias?: Tensor,
  ): Tensor;
  /**
   * The gradient with respect to a filter of the given shape, and the gradient
   * with respect to the bias: the sum of dy over batch, height and width.
   */
  parameterGradients(
    x: Tensor,
    shape: number[],
    dy: Tensor,
  ): { filter: Tensor; bias: Tensor };
}

/**
 * A convolution with our own ops if they support it, otherwise with
 * TensorFlow's.
 */
export function convolutionFor(
  filterShape: number[],
  geometry: ConvGeometry,
): Convolution {
  return ownConvolution(filterShape, geometry) ??
    tensorFlowConvolution(filterShape, geometry);
}
