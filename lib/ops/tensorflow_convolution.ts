import { attributes, dtype, execute, type Tensor, tf } from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import { type Conv2dOptions, convGeometry } from "./conv_geometry.ts";
import type { Convolution } from "./convolution.ts";

const BIAS = attributes({ T: dtype("float32"), data_format: "NHWC" });

/** A convolution by TensorFlow's ops. */
export function tensorFlowConvolution(options: Conv2dOptions): Convolution {
  const geometry = attributes(convGeometry(options));
  const add = (x: Tensor, bias?: Tensor) =>
    bias ? execute("BiasAdd", BIAS, [x, bias]) : x;
  return {
    forward: (x, filter, bias) =>
      add(execute("Conv2D", geometry, [x, filter]), bias),
    inputGradient: (shape, filter, dy, bias) => {
      const sizes = tf.tensor1d(shape, "int32");
      const inputs = [sizes, filter, dy];
      return add(execute("Conv2DBackpropInput", geometry, inputs), bias);
    },
    parameterGradients: (x, shape, dy) => ({
      filter: execute("Conv2DBackpropFilter", geometry, [
        x,
        tf.tensor1d(shape, "int32"),
        dy,
      ]),
      bias: biasGradient(dy),
    }),
  };
}
