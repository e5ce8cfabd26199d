import { StopListener } from "../stop/mod.ts";
import type { TrainingProgress } from "../train/mod.ts";
import { LiveOutput } from "./live_output.ts";
import {
  type BarState,
  progressBar,
  stepsDone,
  stepsInAll,
} from "./progress_bar.ts";
import { TimeLeft } from "./time_left.ts";

/**
 * What `withProgress` passes to long work: a signal to stop, and a function to
 * report progress.
 */
export interface ProgressHandle {
  /** Aborted when the reader presses Stop. */
  readonly signal: AbortSignal;
  /**
   * Shows the progress of training; await it, so that the notebook can redraw
   * and Stop is noticed.
   */
  readonly onProgress: (progress: TrainingProgress) => Promise<void>;
}

/** Nobody can follow more than ten redraws a second. */
const REDRAW_MS = 100;

/**
 * Runs `work` under a live progress bar and lets the notebook's Stop button abort its signal.
 *
 * The bar shows the epoch, the step and the time left, and finally the time
 * taken. If the work reports its `history`, the losses grow beneath it as a
 * curve. Outside a notebook neither is shown; everything else is the same.
 *
 * @example
 * ```ts
 * import { withProgress } from "mle/notebook/mod.ts";
 *
 * const sum = await withProgress("Adding up", async ({ signal, onProgress }) => {
 *   let sum = 0;
 *   for (let step = 1; step <= 100 && !signal.aborted; step++) {
 *     sum += step;
 *     await onProgress({ epoch: 1, epochs: 1, step, steps: 100 });
 *   }
 *   return sum;
 * });
 * ```
 */
export async function withProgress<T>(
  label: string,
  work: (progress: ProgressHandle) => Promise<T>,
): Promise<T> {
  const output = new LiveOutput();
  const startMs = performance.now();
  const timeLeft = new TimeLeft(startMs);
  using stop = new StopListener();
  let progress: TrainingProgress | undefined;
  let drawnMs = startMs;

  const draw = async (status: BarState["status"]) => {
    drawnMs = performance.now();
    const leftMs = progress &&
      timeLeft.estimateMs(stepsInAll(progress) - stepsDone(progress));
    const elapsedMs = drawnMs - startMs;
    await output.show(
      progressBar({ label, status, progress, elapsedMs, leftMs }),
    );
  };
  const onProgress = async (latest: TrainingProgress) => {
    progress = latest;
    if (performance.now() - drawnMs < REDRAW_MS) return;
    timeLeft.update(stepsDone(latest), performance.now());
    await draw(stop.requested ? "stopping" : "running");
    // A signal only arrives between two turns of the event loop, so there must
    // be one.
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  try {
    await draw("running");
    const result = await work({ signal: stop.signal, onProgress });
    await draw(stop.requested ? "stopped" : "done");
    return result;
  } catch (error) {
    await draw(stop.requested ? "stopped" : "failed");
    throw error;
  }
}
