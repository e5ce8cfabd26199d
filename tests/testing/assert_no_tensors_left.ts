import { AssertionError } from "node:assert";
import { tf, Variable } from "mle/tf/mod.ts";

/**
 * Calls `run` and fails if it changes the number of tensors: there are more if
 * it leaked some, and fewer if it disposed tensors that were not its own.
 * Returns what `run` returns.
 *
 * @throws {AssertionError} that tells how many there were and are.
 */
export function assertNoTensorsLeft<Result>(run: () => Result): Result {
  const before = tensorsMade();
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

/** What the garbage collector frees meanwhile counts as if it were there. */
const tensorsMade = () => tf.memory().numTensors + Variable.collectedTensors;

function check(before: number): void {
  const after = tensorsMade();
  if (after !== before) {
    throw new AssertionError({
      message: `Expected as many tensors as before, ${before}, got ${after}`,
    });
  }
}
