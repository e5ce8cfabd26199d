import { AssertionError } from "node:assert";
import { tf } from "../tf/mod.ts";

/**
 * Runs something and fails if afterwards there are other tensors than before:
 * more, because it left some behind, or fewer, because it disposed what was
 * not its own. Returns what `run` returns.
 *
 * @throws {AssertionError} that tells how many there were and are.
 */
export function assertNoTensorsLeft<Result>(run: () => Result): Result {
  const before = tf.memory().numTensors;
  const result = run();
  if (result instanceof Promise) {
    return result.then((value) => {
      check(before);
      return value;
    }) as Result;
  }
  check(before);
  return result;
}

function check(before: number): void {
  const after = tf.memory().numTensors;
  if (after !== before) {
    throw new AssertionError({
      message: `Expected as many tensors as before, ${before}, got ${after}`,
    });
  }
}
