import { defaultGenerator } from "../random/mod.ts";
import { featureLayout, type Features, type Layout } from "./layout.ts";
import { Parameter } from "./state.ts";

/**
 * Draws the weight and bias of a layer by PyTorch's default initialisation, the
 * weight first: both are uniform in ±1/√fanIn. PyTorch computes the bound of
 * the weight as √3 · gain/√fanIn with Kaiming's gain √(2/(1 + 5)), so that
 * rounding makes it differ from that of the bias in the last place.
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
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  const weightBound = Math.sqrt(3) * (gain / Math.sqrt(fanIn));
  const biasBound = 1 / Math.sqrt(fanIn);
  const biasLayout = featureLayout(outFeatures);
  const draw = (layout: Layout, bound: number) =>
    new Parameter(defaultGenerator.uniform(layout.size, -bound, bound), layout);
  const weight = draw(weightLayout, weightBound);
  const bias = draw(biasLayout, biasBound);
  return { weight, bias };
}
