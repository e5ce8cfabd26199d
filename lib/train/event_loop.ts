const PAUSE_EVERY_MS = 50;

/**
 * Lets the event loop take its turn now and then, so that a long loop can be
 * stopped and what it prints and draws is seen at once.
 */
export class EventLoopTurns {
  #last = performance.now();

  /** Waits for one turn of the event loop if the last one was a while ago. */
  async take(): Promise<void> {
    if (performance.now() - this.#last < PAUSE_EVERY_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#last = performance.now();
  }
}
