import {
  execute,
  hasOwnOps,
  isPassedOn,
  isRecording,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import { requireFloats } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";

/** Results of relu whose gradient relu itself computes. */
const results = new WeakSet<Tensor>();

/** For gradients that are 0 where a result is: the data of that result. */
const rectified = new WeakMap<Tensor, object>();

const op = defineOp<"x", Record<string, never>>({
  name: "relu",
  forward: ({ x }) => execute(hasOwnOps ? "MleRelu" : "Relu", [], [x]),
  savedOutputs: [true],
  backward: (dy, [y]) => ({
    x: () =>
      rectified.get(dy) === y.dataId
        ? dy
        : hasOwnOps
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
  const [y] = op({ x }, {});
  if (isRecording()) results.add(y);
  return y;
}

/**
 * The gradient of an operation with respect to `x`, which may be a result of
 * {@linkcode relu}. If nobody else wants it, it is computed as if it were that
 * of relu's own input, and relu passes it on: saves relu's gradient.
 *
 * @param compute Computes it; if `isRectified`, with 0 where x ≤ 0.
 */
export function gradientToRelu(
  x: Tensor,
  compute: (isRectified: boolean) => Tensor,
): Tensor {
  const isRectified = results.has(x) && isPassedOn(x);
  const dx = compute(isRectified);
  if (isRectified) rectified.set(dx, x.dataId);
  return dx;
}
