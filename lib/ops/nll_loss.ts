import { execute, hasOwnOps, type Tensor, tf } from "../tf/mod.ts";
import { requireFloats, requireTensor } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";
import { refuseMore } from "./options.ts";

/** Whether each class is the target of its row, [batch, classes]. */
const isTarget = (targets: Tensor, classes: number): Tensor =>
  tf.equal(tf.expandDims(targets, 1), tf.range(0, classes, 1, "int32"));

const op = defineOp<"logProbs" | "targets", Record<string, never>>({
  name: "nll_loss",
  forward: ({ logProbs, targets }) => {
    if (hasOwnOps) return execute("MleNllLoss", [], [logProbs, targets]);
    const [batch, classes] = logProbs.shape;
    // A −∞ of a class that is not the target must not count, either.
    const chosen = tf.where(
      isTarget(targets, classes!),
      logProbs,
      tf.zerosLike(logProbs),
    );
    return tf.mul(tf.sum(chosen), -1 / batch!);
  },
  savedInputs: ["targets", "logProbs"],
  backward: (dy, [targets, logProbs]) => ({
    logProbs: () => {
      if (hasOwnOps) {
        return execute("MleNllLossGradient", [], [dy, logProbs, targets]);
      }
      const [batch, classes] = logProbs.shape;
      const oneHot = tf.cast(isTarget(targets, classes!), "float32");
      return tf.mul(oneHot, tf.mul(dy, -1 / batch!));
    },
  }),
});

/**
 * The negative log-likelihood −(1/batch) Σ_b logProbs[b, targets[b]], as
 * torch.nn.NLLLoss with mean reduction and without weights for classes.
 *
 * @param logProbs [batch, classes], what `logSoftmax` returns
 * @param targets [batch], int32 in 0 … classes − 1
 * @returns a scalar
 * @throws {TypeError} if the shapes do not match, or there are further
 * arguments.
 * @throws {RangeError} if a target is not a class.
 */
export function nllLoss(
  logProbs: Tensor,
  targets: Tensor,
  ...more: never[]
): Tensor {
  refuseMore("compute nllLoss", more);
  requireFloats("compute nllLoss", logProbs);
  requireTensor("compute nllLoss", targets);
  if (
    logProbs.rank !== 2 || targets.rank !== 1 ||
    targets.shape[0] !== logProbs.shape[0] || targets.dtype !== "int32"
  ) {
    throw new TypeError(
      `Cannot compute nllLoss: expected log-probabilities [batch, classes] ` +
        `and int32 targets [batch], got [${logProbs.shape.join(", ")}] and ` +
        `${targets.dtype} [${targets.shape.join(", ")}]`,
    );
  }
  const classes = logProbs.shape[1]!;
  const stray = targets.dataSync().find((c) => c < 0 || c >= classes);
  if (stray !== undefined) {
    throw new RangeError(
      `Cannot compute nllLoss: expected targets of 0 … ${classes - 1}, got ` +
        `${stray}`,
    );
  }
  return op({ logProbs, targets }, {})[0];
}
