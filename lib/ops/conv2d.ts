import type { Tensor } from "../tf/mod.ts";
import { requireAxes, requireSmall } from "./check_tensors.ts";
import {
  type Conv2dOptions,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
import { convolutionFor } from "./convolution.ts";
import { defineOp } from "./define_op.ts";

const FILTER = ["kernelHeight", "kernelWidth", "inChannels", "outChannels"];

const op = defineOp<"x" | "filter" | "bias", ConvGeometry>({
  name: "conv2d",
  forward: ({ x, filter, bias }, geometry) =>
    convolutionFor(filter.shape, geometry).forward(x, filter, bias),
  savedInputs: ["x", "filter"],
  backward: (dy, [x, filter], geometry) => {
    const convolution = convolutionFor(filter.shape, geometry);
    const parameters = convolution.parameterGradients(x, filter.shape, dy);
    return {
      x: () => convolution.inputGradient(x.shape, filter, dy),
      filter: () => parameters.filter,
      bias: () => parameters.bias,
    };
  },
});

/**
 * Two-dimensional cross-correlation with a bias, channels last:
 * y[b, i, j, o] = bias[o] + Σ x[b, i·stride + h, j·stride + w, c] ·
 * filter[h, w, c, o].
 *
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 * @param bias [outChannels]
 * @returns [batch, ⌊(height + 2·padding − kernelHeight)/stride⌋ + 1, likewise
 * width, outChannels]
 * @throws {TypeError} if the shapes do not match, or for an unknown option.
 * @throws {RangeError} for an invalid stride or padding, or padding "same" with
 * a stride other than 1.
 */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  options?: Conv2dOptions,
): Tensor {
  requireAxes("apply conv2d", filter, FILTER, "a filter ");
  const [kernelHeight, kernelWidth, inChannels, outChannels] = filter.shape;
  const action = `apply conv2d(${inChannels}, ${outChannels})`;
  requireAxes(action, x, ["batch", "height", "width", inChannels]);
  requireAxes(action, bias, [outChannels], "a bias ");
  // Not every native op rejects a picture smaller than the kernel.
  const geometry = convGeometry("apply conv2d", options);
  const { stride, padding } = geometry;
  if (padding !== "same") {
    const minHeight = kernelHeight - 2 * padding;
    const minWidth = kernelWidth - 2 * padding;
    if (x.shape[1]! < minHeight || x.shape[2]! < minWidth) {
      throw new TypeError(
        `Cannot ${action}: expected height ≥ ${minHeight} and width ≥ ` +
          `${minWidth}, got [${x.shape.join(", ")}]`,
      );
    }
    const [batch, height, width] = x.shape as number[];
    const padded = [height + 2 * padding, width + 2 * padding];
    // No longer step than a picture: native ops do not all get far with one.
    geometry.stride = Math.min(stride, Math.max(...padded));
    requireSmall(action, "a padded picture", [...padded, inChannels]);
    requireSmall(action, "an output", [
      batch,
      Math.floor((padded[0] - kernelHeight) / stride) + 1,
      Math.floor((padded[1] - kernelWidth) / stride) + 1,
      outChannels,
    ]);
  }
  return op({ x, filter, bias }, geometry)[0];
}
