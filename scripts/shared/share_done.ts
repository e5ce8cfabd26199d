import { durationText } from "mle/notebook/duration_text.ts";
import { TimeLeft } from "mle/notebook/time_left.ts";
import type { ProgressLine } from "./progress.ts";

const TELL_MS = 1_000;

/** Tells how much of some work is done: `3 of 60, about 2 min left: …`. */
export class ShareDone implements Disposable {
  count = 0;
  readonly #timeLeft = new TimeLeft(performance.now());
  readonly #timer = setInterval(() => this.#tell(), TELL_MS);

  /** @param doing What is going on, in words */
  constructor(
    readonly total: number,
    readonly progress: ProgressLine,
    readonly doing: () => string = () => "",
  ) {}

  /** One more is done. */
  add(): void {
    this.#timeLeft.update(++this.count, performance.now());
    this.#tell();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #tell(): void {
    const { count, total, doing } = this;
    const left = this.#timeLeft.estimateMs(total - count);
    const time = left === undefined ? "" : `, about ${durationText(left)} left`;
    const now = doing();
    this.progress.detail(
      `${count} of ${total}${time}${now === "" ? "" : `: ${now}`}`,
    );
  }
}
