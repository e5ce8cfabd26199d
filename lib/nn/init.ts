import { defaultGenerator } from "../random/mod.ts";
import { featureLayout, type Features, type Layout } from "./layout.ts";
import { Parameter } from "./state.ts";

/**
 * Draws the weight and bias of a layer by PyTorch's default initialisation, the
 * weight first: both are uniform in ±1/√fanIn. PyTorch's bound of the weight,
 * √3 · gain/√fanIn with Kaiming's gain √(2/(1 + 5)), is the same in float32.
 *
 * Source: reset_parameters of torch.nn.Linear and torch.nn.Conv2d.
 *
 * @param weightLayout The weight's shape and memory order.
 * @param fanIn The number of inputs of one output.
 * @param outFeatures The number of outputs, and of entries of the bias.
 */
export function initWeightAndBias(
  weightLayout: Layout,
  fanIn: number,
  outFeatures: Features,
): { weight: Parameter; bias: Parameter } {
  const bound = 1 / Math.sqrt(fanIn);
  const draw = (layout: Layout) =>
    new Parameter(defaultGenerator.uniform(layout.size, -bound, bound), layout);
  const weight = draw(weightLayout);
  const bias = draw(featureLayout(outFeatures));
  return { weight, bias };
}
