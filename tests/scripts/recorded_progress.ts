import type { ProgressLine } from "../../scripts/shared/progress.ts";

/** Keeps what would be shown, without the times. */
export class RecordedProgress implements ProgressLine {
  /** The lines, as in `1/3 load-signs: done`. */
  readonly lines: string[] = [];
  #title = "";

  start(title: string): void {
    this.#title = title;
  }

  detail(): void {}

  done(result: string): void {
    this.lines.push(`${this.#title}: done ${result}`.trimEnd());
  }

  failed(): void {
    this.lines.push(`${this.#title}: failed`);
  }
}
