import type { TrainingProgress } from "mle/train/mod.ts";
import { duration } from "../../shared/progress.ts";

const REDRAW_MS = 100;
const CLEAR_LINE = "\r\x1b[K";
const encoder = new TextEncoder();

/** Prints lines; in a terminal the last one shows the progress of training. */
export class TrainingLine {
  readonly #live = Deno.stdout.isTerminal();
  #first?: { done: number; atMs: number };
  #drawnMs = 0;

  /** Prints a line above the live one. */
  print(text: string): void {
    this.clear();
    console.log(text);
  }

  /** Shows the progress of training and the time left. */
  show({ epoch, epochs, step, steps }: TrainingProgress): void {
    const nowMs = performance.now();
    if (!this.#live || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    const done = (epoch - 1) * steps + step;
    const first = this.#first ??= { done, atMs: nowMs };
    const left = done > first.done
      ? (nowMs - first.atMs) / (done - first.done) * (epochs * steps - done)
      : undefined;
    const text = `Epoch ${epoch}/${epochs}, step ${step} of ${steps}` +
      (left === undefined ? "" : `, about ${duration(left)} left`);
    write(CLEAR_LINE + text.slice(0, Deno.consoleSize().columns - 1));
  }

  /** Clears the live line. */
  clear(): void {
    if (this.#live) write(CLEAR_LINE);
  }
}

function write(text: string): void {
  Deno.stdout.writeSync(encoder.encode(text));
}
