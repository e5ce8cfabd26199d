import { tf } from "../tf/mod.ts";
import { CheckError } from "./check_error.ts";

/**
 * Runs something that goes through batches, and throws if it leaves tensors
 * behind for each of them.
 *
 * @throws {CheckError} that says how many.
 */
export async function expectTidied<Result>(
  batches: number,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  const before = tf.memory().numTensors;
  const result = await run();
  const left = tf.memory().numTensors - before;
  if (left < batches) return result;
  throw new CheckError(
    "Tensors left in memory afterwards",
    "none",
    `${left}, from ${batches} batches`,
    "What a forward pass of your own computes stays until it is disposed of: " +
      "put it into tf.tidy(() => …). optimizer.step and evaluateClassifier " +
      "have one",
  );
}
