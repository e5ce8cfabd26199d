import { attributes, dtype, execute, type Tensor, tf } from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import { type ConvGeometry, tensorFlowGeometry } from "./conv_geometry.ts";
import type { Convolution } from "./convolution.ts";
import { subsampling } from "./subsampling.ts";

const BIAS = attributes({ T: dtype("float32"), data_format: "NHWC" });

/**
 * A convolution with TensorFlow's ops.
 *
 * With 1 × 1 kernels and a stride, oneDNN's gradient with respect to the filter
 * writes out of bounds (oneDNN's issue 6035). Such a convolution is therefore
 * computed with stride 1 on the pixels that it reads.
 *
 * @param filterShape [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function tensorFlowConvolution(
  filterShape: number[],
  geometry: ConvGeometry,
): Convolution {
  const [kernelHeight, kernelWidth] = filterShape;
  const { stride, padding } = geometry;
  return kernelHeight === 1 && kernelWidth === 1 && stride > 1
    ? convolutionOfSome(subsampling(stride, padding as number))
    : convolutionOfAll(geometry);
}

function convolutionOfAll(geometry: ConvGeometry): Convolution {
  const options = attributes(tensorFlowGeometry(geometry));
  const add = (x: Tensor, bias?: Tensor) =>
    bias ? execute("BiasAdd", BIAS, [x, bias]) : x;
  return {
    forward: (x, filter, bias) =>
      add(execute("Conv2D", options, [x, filter]), bias),
    inputGradient: (shape, filter, dy, bias) => {
      const sizes = tf.tensor1d(shape, "int32");
      const inputs = [sizes, filter, dy];
      return add(execute("Conv2DBackpropInput", options, inputs), bias);
    },
    parameterGradients: (x, shape, dy) => ({
      filter: execute("Conv2DBackpropFilter", options, [
        x,
        tf.tensor1d(shape, "int32"),
        dy,
      ]),
      bias: biasGradient(dy),
    }),
  };
}

function convolutionOfSome(
  { choose, spread }: ReturnType<typeof subsampling>,
): Convolution {
  const { forward, inputGradient, parameterGradients } = convolutionOfAll({
    stride: 1,
    padding: 0,
  });
  return {
    forward: (x, filter, bias) => forward(choose(x), filter, bias),
    inputGradient: (shape, filter, dy, bias) => {
      const [batch, height, width] = dy.shape as number[];
      const chosen = [batch, height, width, shape[3]];
      const gradient = spread(inputGradient(chosen, filter, dy), shape);
      return bias ? execute("BiasAdd", BIAS, [gradient, bias]) : gradient;
    },
    parameterGradients: (x, shape, dy) =>
      parameterGradients(choose(x), shape, dy),
  };
}
