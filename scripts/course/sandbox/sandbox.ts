import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { DriverProcess } from "./driver_process.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { CellOutcome, RunEnd, SandboxResult } from "./outcome.ts";
import { plainStage, sandboxStage, type Stage } from "./stage.ts";

/** A cell's code, and the name it goes by in the result. */
export interface CellToRun {
  id: string;
  source: string;
}

/** Where cells run, and within which limits. */
export interface SandboxSettings {
  /** The folder of which the kernel sees {@linkcode WORKSPACE}. */
  workspace: string;
  /** Files and folders that it sees nowhere, though they lie in a system's folder. */
  hidden?: readonly string[];
  /** Limits other than {@linkcode DEFAULT_LIMITS}. */
  limits?: Partial<Limits>;
  /**
   * Runs the kernel without a sandbox: a cell may do all that this user may,
   * and of the limits only those on time and output hold.
   */
  unsafe?: boolean;
  /** Stops the run. */
  signal?: AbortSignal;
}

// The kernel's start, and the driver's own end.
const MARGIN_MS = 120_000;

/**
 * A sandbox for one notebook, with a kernel that starts before the cells are
 * known.
 */
export class Sandbox implements AsyncDisposable {
  readonly #driver: DriverProcess;
  readonly #told = new Told();
  readonly #stop = () => this.#driver.stop();

  private constructor(
    readonly stage: Stage,
    readonly limits: Limits,
    readonly signal: AbortSignal | undefined,
  ) {
    this.#driver = new DriverProcess({
      command: stage.driver,
      onLine: (line) => this.#told.take(JSON.parse(line)),
      // A byte that has to be escaped takes six.
      maxLineBytes: 8 * limits.totalOutputBytes + 2 ** 20,
    });
    signal?.addEventListener("abort", this.#stop);
    if (signal?.aborted) this.#stop();
  }

  /**
   * Starts a kernel in a sandbox of its own, on the processor with that number.
   *
   * @throws {TypeError} if the workspace is no project
   * @throws {Error} if no sandbox can be made here
   */
  static async open(
    { workspace, unsafe, signal, ...settings }: SandboxSettings,
    slot: number,
  ): Promise<Sandbox> {
    const limits = { ...DEFAULT_LIMITS, ...settings.limits };
    if (!await exists(join(workspace, "deno.json"))) {
      throw new TypeError(
        `Cannot run cells: expected a project in ${workspace}, got no deno.json`,
      );
    }
    const stage = unsafe
      ? await plainStage(limits)
      : await sandboxStage(limits, workspace, settings.hidden);
    const sandbox = new Sandbox(stage, limits, signal);
    const owner = Deno.pid;
    sandbox.#driver.tell({ ...stage.config, workspace, limits, owner, slot });
    return sandbox;
  }

  /** Runs a notebook's cells, whereupon all that ran here ends. */
  async run(
    cells: readonly CellToRun[],
    onCell?: (id: string) => void,
  ): Promise<SandboxResult> {
    this.#told.onCell = onCell;
    const backstop = setTimeout(this.#stop, this.limits.notebookMs + MARGIN_MS);
    this.#driver.tell(cells);
    const complaint = await this.#driver.ended;
    clearTimeout(backstop);
    return this.#told.result(cells, complaint, this.signal?.aborted ?? false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal?.removeEventListener("abort", this.#stop);
    this.#stop();
    await this.#driver.ended;
    await this.stage[Symbol.asyncDispose]();
  }
}

/** An event that the driver tells of, a line each. */
type DriverEvent =
  | { event: "start"; id: string }
  | ({ event: "outcome" } & Omit<CellOutcome, "late">)
  | { event: "late"; id: string; outputs: CellOutcome["late"] }
  | { event: "end"; end: RunEnd; message: string };

/** Puts together what the driver tells. */
class Told {
  onCell: ((id: string) => void) | undefined;
  #outcomes = new Map<string, CellOutcome>();
  #end: { end: RunEnd; message: string } | undefined;

  take(event: DriverEvent): void {
    switch (event.event) {
      case "start":
        return this.onCell?.(event.id);
      case "outcome": {
        const { event: _, ...outcome } = event;
        this.#outcomes.set(outcome.id, { ...outcome, late: [] });
        return;
      }
      case "late":
        this.#outcomes.get(event.id)!.late = event.outputs;
        return;
      case "end":
        this.#end = { end: event.end, message: event.message };
    }
  }

  result(
    cells: readonly CellToRun[],
    complaint: string | undefined,
    isStopped: boolean,
  ): SandboxResult {
    const outcomes = cells.map(({ id }): CellOutcome =>
      this.#outcomes.get(id) ??
        { id, status: "not reached", outputs: [], late: [], durationMs: 0 }
    );
    return { cells: outcomes, ...this.#howItEnded(complaint, isStopped) };
  }

  #howItEnded(
    complaint: string | undefined,
    isStopped: boolean,
  ): { end: RunEnd; message: string } {
    const end = complaint === undefined ? this.#end : undefined;
    if (isStopped && end?.end !== "finished") {
      return { end: "stopped", message: "The run was stopped." };
    }
    if (end !== undefined) return end;
    const what = complaint === undefined
      ? "ended without a word."
      : `failed. ${complaint}`;
    return {
      end: "failed",
      message: `The program that drives the kernel ${what}`,
    };
  }
}
