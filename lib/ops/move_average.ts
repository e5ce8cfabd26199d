import {
  attributes,
  executeMany,
  float,
  hasOwnOps,
  type Tensor,
  tf,
  Variable,
} from "../tf/mod.ts";

/**
 * Updates a moving average to keep · average + take · towards.
 *
 * @param average Any shape.
 * @param towards The same shape.
 */
export function moveAverage(
  average: Variable,
  towards: Tensor,
  { keep, take }: { keep: number; take: number },
): void {
  if (!hasOwnOps) {
    const { value } = average;
    average.assign(tf.add(tf.mul(value, keep), tf.mul(towards, take)));
    return;
  }
  const factors = attributes({ keep: float(keep), take: float(take) });
  Variable.updateAll(
    [average],
    (handles) =>
      executeMany("MleMoveAverage", factors, [...handles, towards], 1),
  );
}
