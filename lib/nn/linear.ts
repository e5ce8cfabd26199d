import { linear, requireWhole } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { initWeightAndBias } from "./init.ts";
import { featureCount, type Features, linearLayout } from "./layout.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./state.ts";

/**
 * An affine map, [batch, inFeatures] → [batch, outFeatures].
 *
 * Source: as torch.nn.Linear.
 *
 * @example After a flattened picture of 8 channels and 16 × 16 pixels
 * ```ts
 * import { Linear } from "mle/nn/mod.ts";
 * using layer = new Linear([8, 16, 16], 64);
 * ```
 */
export class Linear extends Module {
  /** [outFeatures, inFeatures] */
  readonly weight: Parameter;
  /** [outFeatures] */
  readonly bias: Parameter;

  /**
   * Initialises weight and bias from the default generator.
   *
   * @param inFeatures Their number, or, if a picture is flattened before this
   * layer, its [channels, height, width]. The picture only affects the order of
   * the weights in a state dict: PyTorch flattens channel by channel, this
   * library pixel by pixel.
   * @param outFeatures Their number, or likewise the shape of the picture that
   * the output is unflattened to.
   * @throws {TypeError} if there are more arguments, or one of a wrong kind.
   * @throws {RangeError} for a count or length that is no whole number ≥ 1.
   */
  constructor(
    inFeatures: Features,
    outFeatures: Features,
    ...more: never[]
  ) {
    super(...more);
    for (const features of [inFeatures, outFeatures]) {
      const lengths = Array.isArray(features) ? features : [features];
      for (const length of lengths) {
        requireWhole("make Linear", "a number of features", length, 1);
      }
    }
    ({ weight: this.weight, bias: this.bias } = initWeightAndBias(
      linearLayout(outFeatures, inFeatures),
      featureCount(inFeatures),
      outFeatures,
    ));
  }

  /** Maps `x`, [batch, inFeatures]. */
  forward(x: Tensor): Tensor {
    return linear(x, this.weight.value, this.bias.value);
  }
}
