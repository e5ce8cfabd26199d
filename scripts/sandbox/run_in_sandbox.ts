import { join } from "node:path";
import { exists } from "../shared/files.ts";
import { runDriver } from "./driver_process.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { CellOutcome, RunEnd, SandboxResult } from "./outcome.ts";
import { plainStage, sandboxStage } from "./stage.ts";

/** A cell's code, and the name it goes by in the result. */
export interface CellToRun {
  id: string;
  source: string;
}

/** What to run, where, and within which limits. */
export interface SandboxedRun {
  cells: readonly CellToRun[];
  /** Folder whose deno.json, lib, types and data/sheet are the kernel's project. */
  workspace: string;
  /** Limits other than {@linkcode DEFAULT_LIMITS}. */
  limits?: Partial<Limits>;
  /**
   * Runs the kernel without a sandbox: a cell may do all that this user may,
   * and of the limits only those on time and output hold.
   */
  unsafe?: boolean;
  /** Stops the run. */
  signal?: AbortSignal;
  /** Called when a cell's turn comes. */
  onCell?: (id: string) => void;
}

// The kernel's start, and the driver's own end.
const MARGIN_MS = 120_000;

/** An event that the driver tells of, a line each. */
type DriverEvent =
  | { event: "start"; id: string }
  | ({ event: "outcome" } & Omit<CellOutcome, "late">)
  | { event: "late"; id: string; outputs: CellOutcome["late"] }
  | { event: "end"; end: RunEnd; message: string };

/**
 * Runs cells one by one in a Deno kernel in a sandbox, on one processor, so that
 * runs side by side do not take each other's time. A cell that throws does
 * not end the run, one that goes beyond a limit does. Whatever the cells do is
 * told in the result.
 *
 * @throws {TypeError} if the workspace is no project
 * @throws {Error} if no sandbox can be made here
 */
export async function runInSandbox(run: SandboxedRun): Promise<SandboxResult> {
  const limits = { ...DEFAULT_LIMITS, ...run.limits };
  const { cells, workspace, signal, onCell } = run;
  if (!await exists(join(workspace, "deno.json"))) {
    throw new TypeError(
      `Cannot run cells: expected a project in ${workspace}, got no deno.json`,
    );
  }
  await using stage = run.unsafe
    ? await plainStage(limits)
    : await sandboxStage(limits, workspace);
  using processor = takeProcessor();
  const collector = new Collector(cells, onCell);
  const backstop = AbortSignal.timeout(limits.notebookMs + MARGIN_MS);
  try {
    const complaint = await runDriver({
      command: stage.driver,
      config: {
        ...{ ...stage.config, cells, workspace, limits },
        ...{ owner: Deno.pid, slot: processor.slot },
      },
      onLine: (line) => collector.take(JSON.parse(line)),
      // A byte that has to be escaped takes six.
      maxLineBytes: 8 * limits.totalOutputBytes + 2 ** 20,
      signal: AbortSignal.any(signal ? [signal, backstop] : [backstop]),
    });
    if (complaint !== undefined) collector.fail(complaint);
  } catch (error) {
    collector.fail(error instanceof Error ? error.message : String(error));
  }
  return collector.result(signal?.aborted ?? false);
}

const taken = new Set<number>();

/** A processor that no other run has, as long as there are enough of them. */
function takeProcessor(): Disposable & { slot: number } {
  let slot = 0;
  while (taken.has(slot)) slot++;
  taken.add(slot);
  return { slot, [Symbol.dispose]: () => taken.delete(slot) };
}

/** Puts together what the driver tells. */
class Collector {
  #outcomes = new Map<string, CellOutcome>();
  #end: { end: RunEnd; message: string } | undefined;

  constructor(
    readonly cells: readonly CellToRun[],
    readonly onCell: ((id: string) => void) | undefined,
  ) {}

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

  fail(complaint: string): void {
    this.#end = {
      end: "failed",
      message: `The program that drives the kernel failed. ${complaint}`,
    };
  }

  result(isStopped: boolean): SandboxResult {
    const cells = this.cells.map(({ id }): CellOutcome =>
      this.#outcomes.get(id) ??
        { id, status: "not reached", outputs: [], late: [], durationMs: 0 }
    );
    if (isStopped && this.#end?.end !== "finished") {
      return { cells, end: "stopped", message: "The run was stopped." };
    }
    const unknown = "The program that drives the kernel ended without a word.";
    return { cells, ...this.#end ?? { end: "failed", message: unknown } };
  }
}
