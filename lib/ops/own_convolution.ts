import {
  attributes,
  execute,
  executeMany,
  fitsOwnOp,
  int,
  tf,
} from "../tf/mod.ts";
import type { ConvGeometry } from "./conv_geometry.ts";
import type { Convolution } from "./convolution.ts";

/** Passed as bias if there is none. */
const NO_BIAS = tf.keep(tf.zeros([0]));

/**
 * A convolution with our own ops, if they support it. They pad equally on all
 * four sides, as padding "same" does for square kernels of odd size.
 *
 * @param filterShape [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function ownConvolution(
  filterShape: number[],
  { stride, padding }: ConvGeometry,
): Convolution | undefined {
  const [kernelHeight, kernelWidth, , outChannels] = filterShape;
  const sides = padding === "same" ? (kernelWidth - 1) / 2 : padding;
  const hasEqualSides = padding !== "same" ||
    kernelHeight === kernelWidth && Number.isInteger(sides);
  if (
    !hasEqualSides ||
    !fitsOwnOp("Conv2D", { out_channels: outChannels, stride })
  ) return undefined;

  const geometry = { stride: int(stride), padding: int(sides) };
  const forward = attributes(geometry);
  return {
    forward: (x, filter, bias = NO_BIAS) =>
      execute("MleConv2D", forward, [x, filter, bias]),
    inputGradient: ([, height, width], filter, dy, bias = NO_BIAS) =>
      execute(
        "MleConv2DInputGradient",
        attributes({ ...geometry, height: int(height), width: int(width) }),
        [dy, filter, bias],
      ),
    parameterGradients: (x, [height, width], dy) => {
      const kernel = { kernel_height: int(height), kernel_width: int(width) };
      const [filter, bias] = executeMany(
        "MleConv2DFilterGradient",
        attributes({ ...geometry, ...kernel }),
        [x, dy],
        2,
      );
      return { filter, bias };
    },
  };
}
