import {
  listening,
  stopCount,
  stopCountBeforeCell,
  stopHeard,
  stopRequested,
} from "./stop_count.ts";

/**
 * Tells a loop that Stop was pressed since its cell began, so that all loops of
 * a cell end. Listens until it is disposed.
 */
export class StopListener implements Disposable {
  readonly #controller = new AbortController();
  readonly #countBefore = stopCountBeforeCell();
  readonly #unlisten = listening();
  readonly #hear = () => {
    stopHeard();
    this.#controller.abort();
  };

  /** Begins to listen. */
  constructor() {
    // The kernel sees by it, too, what a cell leaves running.
    Deno.addSignalListener("SIGINT", this.#hear);
    if (stopRequested()) this.#controller.abort();
  }

  /** Whether Stop was pressed. Needs no turn of the event loop in our kernel. */
  get requested(): boolean {
    return this.signal.aborted;
  }

  /**
   * Aborted by Stop at the next turn of the event loop, or as soon as this or
   * `requested` is read.
   */
  get signal(): AbortSignal {
    if (stopCount() > this.#countBefore) this.#controller.abort();
    return this.#controller.signal;
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    Deno.removeSignalListener("SIGINT", this.#hear);
    this.#unlisten();
  }
}
