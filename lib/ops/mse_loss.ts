import { asRows, execute, hasOwnOps, type Tensor, tf } from "../tf/mod.ts";
import { requireAxes, requireFloats } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";
import { refuseMore } from "./options.ts";

const difference = (x: Tensor, target: Tensor): Tensor =>
  execute("Sub", [], [x, target]);
const product = (a: Tensor, b: Tensor): Tensor => execute("Mul", [], [a, b]);

const op = defineOp<"x" | "target", Record<string, never>>({
  name: "mse_loss",
  forward: ({ x, target }) => {
    if (hasOwnOps) return execute("MleMseLoss", [], [x, target].map(asRows));
    const halfSum = execute("L2Loss", [], [difference(x, target)]);
    return product(halfSum, tf.scalar(2 / x.size));
  },
  savedInputs: ["x", "target"],
  backward: (dy, [x, target]) => ({
    x: () =>
      hasOwnOps
        ? tf.reshape(
          execute("MleMseLossGradient", [], [dy, ...[x, target].map(asRows)]),
          x.shape,
        )
        : product(difference(x, target), product(dy, tf.scalar(2 / x.size))),
  }),
});

/**
 * The mean squared error (1/n) Σ (x − target)² over all n numbers, as
 * torch.nn.MSELoss with mean reduction. The target has no gradient.
 *
 * @param x Any shape.
 * @param target The same shape.
 * @returns a scalar
 * @throws {TypeError} if the shapes differ, or there are further arguments.
 */
export function mseLoss(
  x: Tensor,
  target: Tensor,
  ...more: never[]
): Tensor {
  refuseMore("compute mseLoss", more);
  requireFloats("compute mseLoss", x);
  requireAxes("compute mseLoss", target, x.shape, "a target of shape ");
  return op({ x, target }, {})[0];
}
