import { takeProcessor } from "./processor.ts";
import type { CellToRun, SandboxResult, Work } from "./protocol.ts";
import { Sandbox, type SandboxSettings } from "./sandbox.ts";

/** A kernel for one notebook, whose cells may come in several lists. */
export interface Session extends AsyncDisposable {
  /** Runs cells like {@linkcode Sandbox.run}. */
  run(
    cells: readonly CellToRun[],
    files?: Work["files"],
  ): Promise<SandboxResult>;
}

/** Prepares for a number of notebooks: {@linkcode Sandboxes}, or a substitute. */
export type OpenSandboxes = (
  settings: SandboxSettings,
  notebooks: number,
) => Pick<Sandboxes, "open" | typeof Symbol.asyncDispose>;

/**
 * Sandboxes for notebooks, a new one for each. While a notebook runs, the
 * kernel of the next one starts on the same processor and waits, so that
 * starting it costs no extra time.
 */
export class Sandboxes implements AsyncDisposable {
  /** The sandboxes that wait for a notebook, by processor. */
  readonly #waiting = new Map<number, Promise<Sandbox>>();
  #left: number;

  constructor(readonly settings: SandboxSettings, notebooks: number) {
    this.#left = notebooks;
  }

  /**
   * Opens a sandbox, which keeps its processor until it is disposed.
   *
   * @param signal Stops what runs in it
   */
  async open(signal?: AbortSignal): Promise<Session> {
    const processor = takeProcessor();
    const { slot } = processor;
    const opening = this.#waiting.get(slot) ?? this.#open(slot);
    this.#waiting.delete(slot);
    try {
      const sandbox = await opening;
      if (this.#left > 0) this.#waiting.set(slot, this.#open(slot));
      signal?.addEventListener("abort", sandbox.stop);
      if (signal?.aborted) sandbox.stop();
      return {
        run: (cells, files) => sandbox.run(cells, files),
        async [Symbol.asyncDispose]() {
          signal?.removeEventListener("abort", sandbox.stop);
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
    opening.catch(() => {}); // its errors reach whoever awaits it
    return opening;
  }
}
