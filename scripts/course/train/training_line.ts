// Not from mod.ts, which is for notebooks.
import { durationText } from "mle/notebook/duration_text.ts";
import { TimeLeft } from "mle/notebook/time_left.ts";
import type { TrainingProgress } from "mle/train/mod.ts";

const REDRAW_MS = 100;
const CLEAR_LINE = "\r\x1b[K";
const encoder = new TextEncoder();

/** Prints lines; in a terminal the last one shows the progress of training. */
export class TrainingLine {
  readonly #live = Deno.stdout.isTerminal();
  readonly #timeLeft = new TimeLeft(performance.now());
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
    this.#timeLeft.update(done, nowMs);
    const left = this.#timeLeft.estimateMs(epochs * steps - done);
    const text = `Epoch ${epoch}/${epochs}, step ${step} of ${steps}` +
      (left === undefined ? "" : `, about ${durationText(left)} left`);
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
