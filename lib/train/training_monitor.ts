import { inNotebook, StopListener } from "../stop/mod.ts";
import type { Training, TrainingEpoch } from "./training.ts";

const TURN_EVERY_MS = 50;

/**
 * Tells a training loop whether to stop, and reports its progress. In a
 * notebook it listens for Stop until it is disposed.
 */
export class TrainingMonitor implements Disposable {
  readonly #training: Training;
  readonly #stop = inNotebook() ? new StopListener() : undefined;
  #lastTurnMs = performance.now();

  /** Watches the signal of a training, and calls its `onProgress`. */
  constructor(training: Training) {
    this.#training = training;
  }

  /** Whether training should stop before its next step. */
  get stopped(): boolean {
    return this.#training.signal?.aborted || this.#stop?.requested || false;
  }

  /**
   * Reports a step. Epoch and step are counted from 1; `history` holds the
   * completed epochs, for the curve that grows beneath the progress bar. Yields
   * to the event loop now and then, without which no Stop arrives and nothing
   * is drawn.
   */
  async stepDone(
    epoch: number,
    step: number,
    history: readonly TrainingEpoch[],
  ): Promise<void> {
    const { epochs, trainLoader, onProgress } = this.#training;
    const steps = trainLoader.length;
    await onProgress?.({ epoch, epochs, step, steps, history });
    if (performance.now() - this.#lastTurnMs < TURN_EVERY_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#lastTurnMs = performance.now();
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#stop?.[Symbol.dispose]();
  }
}
