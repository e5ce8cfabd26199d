/** The time constant of the averaged rate; older steps hardly count. */
const WINDOW_MS = 10_000;

/** A rate measured over less than this tells little. */
const LEAST_MS = 1_000;

/**
 * Estimates how long the rest of some work takes from the rate of its recent steps.
 *
 * The rate is steps per time, both summed with weights that decay by 1/e in ten seconds, so that it
 * follows a change of pace and does not jump with a single slow step.
 */
export class TimeLeft {
  #steps = 0;
  #durationMs = 0;
  #lastDone = 0;
  #lastMs: number;

  /** Starts measuring at the time `nowMs`, in milliseconds. */
  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Records that `done` steps in all are complete at the time `nowMs`. */
  update(done: number, nowMs: number): void {
    const elapsedMs = nowMs - this.#lastMs;
    if (elapsedMs <= 0) return;
    const decay = Math.exp(-elapsedMs / WINDOW_MS);
    this.#steps = this.#steps * decay + done - this.#lastDone;
    this.#durationMs = this.#durationMs * decay + elapsedMs;
    this.#lastDone = done;
    this.#lastMs = nowMs;
  }

  /**
   * The estimated time for `remaining` steps in milliseconds; undefined until
   * it can be estimated.
   */
  estimateMs(remaining: number): number | undefined {
    if (this.#durationMs < LEAST_MS || this.#steps <= 0) return undefined;
    return remaining * this.#durationMs / this.#steps;
  }
}
