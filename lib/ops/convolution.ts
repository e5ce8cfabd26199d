import type { Tensor } from "../tf/mod.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import { ownConvolution } from "./own_convolution.ts";
import { tensorFlowConvolution } from "./tensorflow_convolution.ts";

/**
 * The computations of a two-dimensional convolution, channels last. They make
 * {@linkcode conv2d} and {@linkcode convTranspose2d}, for which the one's way
 * forward is the other's way back.
 */
export interface Convolution {
  /** x ∗ filter, plus a bias [outChannels] if there is one. */
  forward(x: Tensor, filter: Tensor, bias?: Tensor): Tensor;
  /**
   * The gradient with respect to an x of such a shape, plus a bias [inChannels].
   */
  inputGradient(
    shape: number[],
    filter: Tensor,
    dy: Tensor,
    bias?: Tensor,
  ): Tensor;
  /**
   * The gradient with respect to a filter of such a shape, and the sum of dy
   * over batch, height and width: the gradient with respect to the bias.
   */
  parameterGradients(
    x: Tensor,
    shape: number[],
    dy: Tensor,
  ): { filter: Tensor; bias: Tensor };
}

/** A convolution by our own ops where they take it, otherwise TensorFlow's. */
export function convolutionFor(
  filterShape: number[],
  geometry: ConvGeometry,
): Convolution {
  return ownConvolution(filterShape, geometry) ??
    tensorFlowConvolution(filterShape, geometry);
}
