import {
  attributes,
  execute,
  executeMany,
  hasOwnOps,
  int,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import type { Conv2dOptions } from "./conv_geometry.ts";
import type { Convolution } from "./convolution.ts";

/** Our ops compute whole vectors of output channels. */
const CHANNEL_STEP = 16;

/** What stands for no bias. */
const NO_BIAS = tf.keep(tf.zeros([0]));

/**
 * Winograd's convolution, for kernels of 3 × 3 with stride 1 and one pixel of
 * padding.
 */
const winograd: Convolution = {
  forward: (x, filter, bias = NO_BIAS) =>
    execute("MleWinogradConv2D", [], [x, filter, bias]),
  inputGradient: (_shape, filter, dy) =>
    execute("MleWinogradConv2DInputGradient", [], [filter, dy]),
  parameterGradients: (x, _shape, dy) => {
    const [filter, bias] = executeMany(
      "MleWinogradConv2DFilterGradient",
      [],
      [x, dy],
      2,
    );
    return { filter, bias };
  },
};

/** A convolution with any kernel, stride and padding. */
function direct(stride: number, padding: number): Convolution {
  const geometry = { stride: int(stride), padding: int(padding) };
  return {
    forward: (x, filter, bias = NO_BIAS) =>
      execute("MleConv2D", attributes(geometry), [x, filter, bias]),
    inputGradient: ([, height, width, channels], filter, dy) =>
      transposed(dy, filter, tf.zeros([channels]), {
        height,
        width,
        stride,
        padding,
      }),
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

/** The transposed convolution with a bias, to pictures of the given size. */
export function transposed(
  x: Tensor,
  filter: Tensor,
  bias: Tensor,
  sizes: { height: number; width: number; stride: number; padding: number },
): Tensor {
  const ints = Object.entries(sizes).map(([name, value]) => [name, int(value)]);
  return execute(
    "MleConvTranspose2D",
    attributes(Object.fromEntries(ints)),
    [x, filter, bias],
  );
}

/**
 * Our own ops for a convolution with such a filter, where there are any: they
 * want output channels by the 16, and as much padding on all sides.
 *
 * @param filterShape [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function ownConvolution(
  filterShape: number[],
  { stride = 1, padding = 0 }: Conv2dOptions,
): Convolution | undefined {
  const [height, width, inChannels, outChannels] = filterShape;
  if (!hasOwnOps || outChannels % CHANNEL_STEP !== 0) return undefined;
  const sides = padding === "same" ? (height - 1) / 2 : padding;
  const isSquare = height === width && Number.isInteger(sides);
  if (padding === "same" && !isSquare) return undefined;
  const fitsWinograd = height === 3 && isSquare && stride === 1 &&
    sides === 1 && inChannels % CHANNEL_STEP === 0;
  return fitsWinograd ? winograd : direct(stride, sides);
}
