import {
  attributes,
  execute,
  executeMany,
  hasOwnOps,
  int,
  tf,
} from "../tf/mod.ts";
import type { Conv2dOptions } from "./conv_geometry.ts";
import type { Convolution } from "./convolution.ts";

const FEW = [1, 2, 4, 8];

/** What stands for no bias. */
const NO_BIAS = tf.keep(tf.zeros([0]));

/**
 * A convolution by our own ops, where they are there and fit: they want as much
 * padding on all sides, and either output channels by the 16, or with stride 1
 * a few of them: 1, 2, 4 or 8.
 *
 * @param filterShape [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function ownConvolution(
  filterShape: number[],
  { stride = 1, padding = 0 }: Conv2dOptions,
): Convolution | undefined {
  const [kernelHeight, kernelWidth, , outChannels] = filterShape;
  const isSame = padding === "same";
  const sides = isSame ? (kernelWidth - 1) / 2 : padding;
  const fits = hasOwnOps && kernelHeight === kernelWidth &&
    Number.isInteger(sides) && (stride === 1 || !isSame) &&
    (outChannels % 16 === 0 || stride === 1 && FEW.includes(outChannels));
  if (!fits) return undefined;

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
