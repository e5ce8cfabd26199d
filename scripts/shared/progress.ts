// Not from mod.ts, which loads packages: set-up runs before there are any.
import { durationText } from "mle/notebook/duration_text.ts";

const encoder = new TextEncoder();
const WIDTH_OF_TITLE = 34;
const REDRAW_MS = 200;
const LINE_EVERY_MS = 15_000; // where lines cannot be redrawn

/** Shows how a step gets on. */
export interface ProgressLine {
  /** Starts the line of a step. */
  start(title: string): void;
  /**
   * Says what the step is doing; shown outside a terminal only if it takes
   * long.
   */
  detail(text: string): void;
  /** Ends the line of the step with its result. */
  done(result: string): void;
  /** Ends the line of a step that failed. */
  failed(): void;
}

/**
 * Shows the steps of a task, one line each; in a terminal the current line is
 * updated.
 */
export class Progress implements ProgressLine {
  #title = "";
  #detail = "";
  #startedAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lineIsOpen = true;
  readonly #live = Deno.stdout.isTerminal();

  start(title: string): void {
    this.#title = title;
    this.#detail = "";
    this.#startedAt = performance.now();
    this.#lineIsOpen = true;
    if (!this.#live) {
      this.#write(`${this.#head("·")} ... `);
      this.#timer = setInterval(() => this.#tell(), LINE_EVERY_MS);
      return;
    }
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
  }

  detail(text: string): void {
    this.#detail = text.trim();
  }

  done(result: string): void {
    this.#end("✓", `${result} (${this.#elapsed()})`.trimStart());
  }

  failed(): void {
    this.#end("✗", `failed after ${this.#elapsed()}`);
  }

  #end(mark: string, result: string): void {
    clearInterval(this.#timer);
    const line = this.#live
      ? `\r\x1b[K${this.#head(mark)} ${result}`
      : this.#lineIsOpen
      ? result
      : `${this.#head(mark)} ${result}`;
    this.#write(`${line.trimEnd()}\n`);
  }

  #draw(): void {
    const line = `${this.#head("·")} ${this.#elapsed()}  ${this.#detail}`;
    this.#write(`\r\x1b[K${line.slice(0, Deno.consoleSize().columns - 1)}`);
  }

  #tell(): void {
    if (this.#detail === "") return;
    if (this.#lineIsOpen) this.#write("\n");
    this.#lineIsOpen = false;
    this.#write(`  ${this.#elapsed()}: ${this.#detail.slice(0, 90)}\n`);
  }

  #head(mark: string): string {
    return `${mark} ${this.#title.padEnd(WIDTH_OF_TITLE)}`;
  }

  #elapsed(): string {
    return durationText(performance.now() - this.#startedAt);
  }

  #write(text: string): void {
    Deno.stdout.writeSync(encoder.encode(text));
  }
}
