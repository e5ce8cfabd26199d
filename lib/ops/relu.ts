import {
  attributes,
  dtype,
  execute,
  hasOwnOps,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import { defineOp } from "./define_op.ts";

const RELU = attributes({ T: dtype("float32") });

const op = defineOp<"x", Record<string, never>>({
  name: "relu",
  forward: ({ x }) =>
    hasOwnOps ? execute("MleRelu", [], [x]) : execute("Relu", RELU, [x]),
  savedOutputs: [true],
  backward: (dy, [y]) => ({
    x: () =>
      hasOwnOps
        ? execute("MleReluGradient", [], [dy, y])
        // TensorFlow's own gradient is 0 where y is NaN, PyTorch's is dy.
        : tf.where(tf.lessEqual(y, 0), tf.zerosLike(dy), dy),
  }),
});

/**
 * The rectifier y = max(x, 0), element by element. Its gradient at 0 is 0, as
 * PyTorch's.
 *
 * @param x Any shape.
 */
export function relu(x: Tensor): Tensor {
  return op({ x }, {})[0];
}
