import { execute, hasOwnOps, type Tensor, tf } from "../tf/mod.ts";
import { requireFloats } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";

const op = defineOp<"x", Record<string, never>>({
  name: "relu",
  forward: ({ x }) => execute(hasOwnOps ? "MleRelu" : "Relu", [], [x]),
  savedOutputs: [true],
  backward: (dy, [y]) => ({
    x: () =>
      hasOwnOps
        ? execute("MleReluGradient", [], [dy, y])
        // Where y is NaN, TensorFlow's own gradient is 0, but PyTorch's is dy.
        : tf.where(tf.lessEqual(y, 0), tf.zerosLike(dy), dy),
  }),
});

/**
 * The rectified linear unit y = max(x, 0), element by element. Its gradient at
 * 0 is 0, as in PyTorch.
 *
 * @param x Any shape.
 * @throws {TypeError} if it does not hold float32 numbers.
 * @throws {RangeError} if it is empty.
 */
export function relu(x: Tensor): Tensor {
  requireFloats("apply relu", x);
  return op({ x }, {})[0];
}
