import {
  attributes,
  dtype,
  execute,
  hasOwnOps,
  type Tensor,
} from "../tf/mod.ts";
import { defineOp } from "./define_op.ts";

const [forward, gradient] = hasOwnOps
  ? ["MleRelu", "MleReluGradient"]
  : ["Relu", "ReluGrad"];
const options = hasOwnOps ? [] : attributes({ T: dtype("float32") });

const op = defineOp<"x", Record<string, never>>({
  name: "relu",
  forward: ({ x }) => execute(forward, options, [x]),
  savedOutputs: [true],
  backward: (dy, [y]) => ({ x: () => execute(gradient, options, [dy, y]) }),
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
