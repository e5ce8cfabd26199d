import { execute, hasOwnOps, type Tensor, tf } from "../tf/mod.ts";
import { requireAxes, requireFloats } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";

const op = defineOp<"logits", Record<string, never>>({
  name: "log_softmax",
  forward: ({ logits }) => execute("LogSoftmax", [], [logits]),
  savedOutputs: [true],
  backward: (dy, [logProbs]) => ({
    logits: () =>
      hasOwnOps
        ? execute("MleLogSoftmaxGradient", [], [dy, logProbs])
        : tf.sub(dy, tf.mul(tf.exp(logProbs), tf.sum(dy, -1, true))),
  }),
});

/**
 * The logarithm of the softmax over the last axis:
 * logProbs[b, c] = logits[b, c] − log Σₖ exp(logits[b, k]), computed without
 * overflow.
 *
 * @param logits [batch, classes]
 * @returns [batch, classes], each ≤ 0
 * @throws {TypeError} if they are no float32 numbers.
 * @throws {RangeError} if there are none.
 */
export function logSoftmax(logits: Tensor): Tensor {
  requireFloats("apply logSoftmax", logits);
  requireAxes("apply logSoftmax", logits, [
    ...logits.shape.slice(0, -1),
    "classes",
  ]);
  return op({ logits }, {})[0];
}
