import {
  attributes,
  dtype,
  execute,
  hasOp,
  oneDnnAttributes,
  tf,
} from "../tf/mod.ts";
import { biasGradient } from "./bias_gradient.ts";
import { type Conv2dOptions, convGeometry } from "./conv_geometry.ts";
import type { Convolution } from "./convolution.ts";

const BIAS = attributes({ T: dtype("float32"), data_format: "NHWC" });

// oneDNN adds the bias in the same pass over the pictures in which it convolves.
const useOneDnnForward = hasOp(
  "_MklNativeConv2DWithBias",
  () =>
    execute("_MklNativeConv2DWithBias", oneDnnAttributes(convGeometry({})), [
      tf.tensor4d([2, 3], [1, 1, 2, 1]),
      tf.tensor4d([10], [1, 1, 1, 1]),
      tf.tensor1d([1]),
    ]),
  [21, 31],
);

/** A convolution by TensorFlow's ops, and oneDNN's where they are there. */
export function tensorFlowConvolution(options: Conv2dOptions): Convolution {
  const geometry = convGeometry(options);
  const native = attributes(geometry);
  return {
    forward: (x, filter, bias) => {
      if (bias === undefined) return execute("Conv2D", native, [x, filter]);
      if (useOneDnnForward) {
        const oneDnn = oneDnnAttributes(geometry);
        return execute("_MklNativeConv2DWithBias", oneDnn, [x, filter, bias]);
      }
      const y = execute("Conv2D", native, [x, filter]);
      return execute("BiasAdd", BIAS, [y, bias]);
    },
    inputGradient: (shape, filter, dy, bias) => {
      const sizes = tf.tensor1d(shape, "int32");
      const dx = execute("Conv2DBackpropInput", native, [sizes, filter, dy]);
      return bias ? execute("BiasAdd", BIAS, [dx, bias]) : dx;
    },
    // oneDNN's op that sums the bias's gradient on the way takes half as long
    // again as both together.
    parameterGradients: (x, shape, dy) => ({
      filter: execute("Conv2DBackpropFilter", native, [
        x,
        tf.tensor1d(shape, "int32"),
        dy,
      ]),
      bias: biasGradient(dy),
    }),
  };
}
