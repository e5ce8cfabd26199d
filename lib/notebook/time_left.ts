/** Over this time the rate is taken; what is older hardly counts. */
const WINDOW_MS = 10_000;

/** A rate over less than this says little. */
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

  /** Starts to measure at the time `nowMs`, in milliseconds. */
  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Notes that at the time `nowMs` so many steps are done, counted from the start. */
  update(done: number, nowMs: number): void {
    const elapsedMs = nowMs - this.#lastMs;
    if (elapsedMs <= 0) return;
    const decay = Math.exp(-elapsedMs / WINDOW_MS);
    this.#steps = this.#steps * decay + done - this.#lastDone;
    this.#durationMs = this.#durationMs * decay + elapsedMs;
    this.#lastDone = done;
    this.#lastMs = nowMs;
  }

  /** The time for so many more steps in milliseconds; undefined as long as nobody can know. */
  estimateMs(remaining: number): number | undefined {
    if (this.#durationMs < LEAST_MS || this.#steps <= 0) return undefined;
    return remaining * this.#durationMs / this.#steps;
  }
}
