import {
  asRows,
  execute,
  executeMany,
  hasOwnOps,
  isOne,
  isRecording,
  type Tensor,
  tf,
  view,
} from "../tf/mod.ts";
import { requireAxes, requireFloats } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";
import { refuseMore } from "./options.ts";

const difference = (x: Tensor, target: Tensor): Tensor =>
  execute("Sub", [], [x, target]);
const product = (a: Tensor, b: Tensor): Tensor => execute("Mul", [], [a, b]);

type MseLoss = "x" | "target";

/** Its gradient comes with it, in one native call that reads both only once. */
const own = defineOp<MseLoss, { withGradient: boolean }>({
  name: "mse_loss",
  forward: ({ x, target }, { withGradient }) => {
    const inputs = [asRows(x), asRows(target)];
    if (!withGradient) return execute("MleMseLoss", [], inputs);
    const [loss, gradient] = executeMany(
      "MleMseLossAndGradient",
      [],
      inputs,
      2,
    );
    return [loss, view(gradient, x.shape)];
  },
  savedOutputs: [false, true],
  backward: (dy, [gradient]) => ({
    x: () => isOne(dy) ? view(gradient) : product(gradient, dy),
  }),
});

const tensorFlow = defineOp<MseLoss, unknown>({
  name: "mse_loss",
  forward: ({ x, target }) => {
    const halfSum = execute("L2Loss", [], [difference(x, target)]);
    return product(halfSum, tf.scalar(2 / x.size));
  },
  savedInputs: ["x", "target"],
  backward: (dy, [x, target]) => ({
    x: () => product(difference(x, target), product(dy, tf.scalar(2 / x.size))),
  }),
});

const op = hasOwnOps ? own : tensorFlow;

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
  return op({ x, target }, { withGradient: isRecording() })[0];
}
