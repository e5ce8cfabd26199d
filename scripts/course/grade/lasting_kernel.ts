import type {
  CellOutcome,
  CellToRun,
  RunEnd,
  Session,
  Work,
} from "../sandbox/mod.ts";
import type { OwnCell } from "./tickets.ts";

/** A cell that ended its kernel: how, and a description. */
export interface Ending {
  id: string;
  end: RunEnd;
  message: string;
}

/** The result of running cells. */
export interface LastingResult {
  cells: CellOutcome[];
  /** Cells that ended their kernel; the others ran nevertheless. */
  endings: Ending[];
  /**
   * Set if not all cells could run: the run was stopped, or failed for reasons
   * other than the notebook.
   */
  end?: Ending;
}

const MAX_KERNELS = 4;

/**
 * A kernel that is replaced when it ends. A cell that exceeds a limit or ends
 * its kernel does not affect other cells: the next kernel repeats the earlier
 * cells that are needed, skips that one, and continues after it.
 */
export class LastingKernel implements AsyncDisposable {
  #session: Session | undefined;
  #kernels = 0;
  /** The cells that a new kernel runs first. */
  #needed: CellToRun[] = [];
  /** What the project has beside its own files. */
  #files: Work["files"] = {};
  readonly #startedAt = performance.now();

  /**
   * @param open Starts a kernel
   * @param patienceMs How long after the first cell another kernel is started
   */
  constructor(
    readonly open: () => Promise<Session>,
    readonly patienceMs: number,
  ) {}

  /** Runs cells after those of earlier calls; `files` are there from now on. */
  async run(
    cells: readonly (OwnCell | CellToRun)[],
    files: Work["files"] = {},
  ): Promise<LastingResult> {
    this.#files = { ...this.#files, ...files };
    const outcomes: CellOutcome[] = [];
    const endings: Ending[] = [];
    let left = cells;
    while (left.length > 0) {
      const session = this.#session ?? await this.#start();
      if (session === undefined) break;
      const { cells: found, end, message } = await session.run(
        left,
        this.#files,
      );
      const reached = found.filter(({ status }) => status !== "not reached");
      outcomes.push(...reached);
      const isWhole = end === "finished";
      const good = isWhole ? left.length : Math.max(reached.length - 1, 0);
      this.#keep(left.slice(0, good).filter((_, i) => !found[i].interrupted));
      const last = reached.at(-1)?.id ?? left[0].id;
      left = left.slice(reached.length);
      if (isWhole) continue;
      await this.#close();
      if (end === "stopped" || end === "failed") {
        return { cells: outcomes, endings, end: { id: last, end, message } };
      }
      endings.push({ id: last, end, message });
    }
    return { cells: outcomes, endings };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  /**
   * A new kernel, brought to the state of the last one; undefined if that
   * exceeds a limit.
   */
  async #start(): Promise<Session | undefined> {
    const tookMs = performance.now() - this.#startedAt;
    if (this.#kernels > 0 && tookMs > this.patienceMs) return undefined;
    if (this.#kernels++ === MAX_KERNELS) return undefined;
    this.#session = await this.open();
    if (this.#needed.length === 0) return this.#session;
    const { end } = await this.#session.run(this.#needed, this.#files);
    if (end !== "finished") await this.#close();
    return this.#session;
  }

  #keep(cells: readonly (OwnCell | CellToRun)[]): void {
    this.#needed.push(
      ...cells.filter((cell) => "isNeeded" in cell && cell.isNeeded)
        .map(({ id, source }) => ({ id, source })),
    );
  }

  async #close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.[Symbol.asyncDispose]();
  }
}
