import type { SandboxResult } from "./outcome.ts";
import { takeProcessor } from "./processor.ts";
import type { CellToRun } from "./protocol.ts";
import { Sandbox, type SandboxSettings } from "./sandbox.ts";

/** A kernel for one notebook, whose cells may come in several lists. */
export interface Session extends AsyncDisposable {
  /** Runs cells as {@linkcode Sandbox.run} does. */
  run(cells: readonly CellToRun[]): Promise<SandboxResult>;
}

/**
 * Sandboxes for a number of notebooks, a new one for each. While a notebook runs,
 * the next one's kernel starts on the same processor and waits, so that its start
 * takes no time of its own.
 */
export class Sandboxes implements AsyncDisposable {
  /** Those that wait for a notebook, by their processor. */
  readonly #waiting = new Map<number, Promise<Sandbox>>();
  #left: number;

  constructor(readonly settings: SandboxSettings, notebooks: number) {
    this.#left = notebooks;
  }

  /** A sandbox, which keeps its processor until it is disposed of. */
  async open(): Promise<Session> {
    const processor = takeProcessor();
    const { slot } = processor;
    const opening = this.#waiting.get(slot) ?? this.#open(slot);
    this.#waiting.delete(slot);
    try {
      const sandbox = await opening;
      if (this.#left > 0) this.#waiting.set(slot, this.#open(slot));
      return {
        run: (cells) => sandbox.run(cells),
        async [Symbol.asyncDispose]() {
          await sandbox[Symbol.asyncDispose]();
          processor[Symbol.dispose]();
        },
      };
    } catch (error) {
      processor[Symbol.dispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opening of this.#waiting.values()) {
      await using _ = await opening.catch(() => undefined);
    }
  }

  #open(slot: number): Promise<Sandbox> {
    this.#left--;
    const opening = Sandbox.open(this.settings, slot);
    opening.catch(() => {}); // whoever awaits it hears of it
    return opening;
  }
}
