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

// Those under way, the first to start first.
const underWay = new Set<Progress>();
// Outside a terminal: the one whose line still lacks its end.
let openLine: Progress | undefined;

/**
 * Shows the steps of a task, one line each. Steps that run side by side have a
 * Progress each: in a terminal they share the last line, which is redrawn.
 */
export class Progress implements ProgressLine {
  title = "";
  doing = "";
  #startedAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #live = Deno.stdout.isTerminal();

  start(title: string): void {
    this.title = title;
    this.doing = "";
    this.#startedAt = performance.now();
    underWay.add(this);
    if (!this.#live) {
      closeLine();
      write(`${headOf("·", this.title)} ... `);
      openLine = this;
      this.#timer = setInterval(() => this.#tell(), LINE_EVERY_MS);
      return;
    }
    draw();
    this.#timer = setInterval(draw, REDRAW_MS);
  }

  detail(text: string): void {
    this.doing = text.trim();
  }

  done(result: string): void {
    this.#end("✓", `${result} (${this.elapsed})`.trimStart());
  }

  failed(): void {
    this.#end("✗", `failed after ${this.elapsed}`);
  }

  #end(mark: string, result: string): void {
    clearInterval(this.#timer);
    underWay.delete(this);
    const isOpen = openLine === this;
    if (isOpen) openLine = undefined;
    else if (!this.#live) closeLine();
    const head = this.#live ? "\r\x1b[K" : "";
    const line = isOpen
      ? result
      : `${head}${headOf(mark, this.title)} ${result}`;
    write(`${line.trimEnd()}\n`);
    if (this.#live && underWay.size > 0) draw();
  }

  get elapsed(): string {
    return durationText(performance.now() - this.#startedAt);
  }

  #tell(): void {
    if (this.doing === "") return;
    closeLine();
    const line = `  ${this.title.trim()}, ${this.elapsed}: ${this.doing}`;
    write(`${line.slice(0, 110)}\n`);
  }
}

/** Draws the last line: what is under way, and what the first of it is doing. */
function draw(): void {
  const titles = Array.from(underWay, ({ title }) => title).join(", ");
  const [first] = underWay;
  const line = `${headOf("·", titles)} ${first.elapsed}  ${first.doing}`;
  write(`\r\x1b[K${line.slice(0, Deno.consoleSize().columns - 1)}`);
}

function headOf(mark: string, title: string): string {
  return `${mark} ${title.padEnd(WIDTH_OF_TITLE)}`;
}

function closeLine(): void {
  if (openLine) write("\n");
  openLine = undefined;
}

function write(text: string): void {
  Deno.stdout.writeSync(encoder.encode(text));
}
