import type { TrainingHooks } from "../train/mod.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";

/** What to say of losses that a model has in evaluation mode. */
export const NOT_TRAINING =
  "The model was in evaluation mode: call model.train() at the beginning of " +
  "each epoch";

/** What to say of losses that come from one step in each epoch. */
export const ONE_BATCH =
  "That is the first batch's alone: every batch has its step, also a smaller " +
  "last one";

/** What to say if the wrong steps were reported. */
export const PROGRESS_HINT =
  "After each step call await onProgress?.({ epoch, epochs, step, steps }), " +
  "with epoch and step counted from 1";

/**
 * Checks that training that is stopped in epoch 2 takes no further step, reports
 * it, and returns only the row of epoch 1.
 *
 * @param train Trains with the given hooks.
 * @throws {CheckError} if it does not.
 */
export async function checkTrainingStop(
  train: (
    hooks: Required<Pick<TrainingHooks, "signal" | "onProgress">>,
  ) => Promise<{ history: readonly unknown[]; stopped: boolean }>,
): Promise<void> {
  const controller = new AbortController();
  let isBusy = false;
  let isAwaited = true;
  let stepsAfterwards = 0;
  const { history, stopped } = await train({
    signal: controller.signal,
    onProgress: async ({ epoch }) => {
      isAwaited &&= !isBusy;
      isBusy = true;
      await Promise.resolve();
      isBusy = false;
      if (controller.signal.aborted) stepsAfterwards++;
      if (epoch === 2) controller.abort();
    },
  });
  if (!isAwaited) {
    throw new CheckError(
      "onProgress",
      "the next step when the promise that it returns is done",
      "the next step before that",
      "Write `await onProgress?.(…)`: meanwhile ■ can be pressed",
    );
  }
  const hint = "Check signal?.aborted before each step, and return what " +
    "there is; an epoch that was not finished gets no row";
  expectSame("Rows, when stopped in epoch 2", history.length, 1, [], hint);
  expectSame("stopped, when stopped in epoch 2", stopped, true, [], hint);
  expectSame("Steps after the stop", stepsAfterwards, 0, [], hint);
}
