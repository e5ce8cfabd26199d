import { StoppedError } from "./stopped_error.ts";

/** Our kernel counts here the cells that have ended. */
const ENDED_CELLS = Symbol.for("mle.ended_cells");
const kernel = globalThis as { [ENDED_CELLS]?: number };

/** It takes some milliseconds; without a worker, Stop is heard between steps. */
const WORKER_PATIENCE_MS = 2_000;

let stops: Int32Array | undefined;
let cell: number | undefined;
let countBeforeCell = 0;
let stoppedCell = -1;
let listeners = 0;
/** The count up to which somebody has heard Stop, or has been ended by it. */
let heard = 0;

/**
 * How often Stop has been pressed so far, as seen without a turn of the event
 * loop; always 0 outside our kernel.
 */
export function stopCount(): number {
  if (kernel[ENDED_CELLS] === undefined) return 0;
  if (stops === undefined) {
    stops = new Int32Array(new SharedArrayBuffer(8)); // the count, and 1 once it runs
    const url = import.meta.resolve("./count_stops.ts");
    new Worker(url, { type: "module" }).postMessage(stops);
    Atomics.wait(stops, 1, 0, WORKER_PATIENCE_MS);
  }
  return Atomics.load(stops, 0);
}

/** The count when the running cell first asked for it. */
export function stopCountBeforeCell(): number {
  if (kernel[ENDED_CELLS] !== cell) {
    cell = kernel[ENDED_CELLS];
    countBeforeCell = stopCount();
  }
  return countBeforeCell;
}

/** Whether Stop was pressed in the running cell. */
export function stopRequested(): boolean {
  return stopCount() > stopCountBeforeCell() || cell === stoppedCell;
}

/** Says that Stop was heard, perhaps before it is counted. */
export function stopHeard(): void {
  // Between two cells it is for none of them.
  if (cell !== undefined && cell === kernel[ENDED_CELLS]) stoppedCell = cell;
}

/** Says that somebody listens, until the returned function is called. */
export function listening(): () => void {
  listeners++;
  return () => {
    listeners--;
    heard = stopCount();
  };
}

/**
 * Ends work that has nothing to return before it is done, if Stop was pressed in
 * the running cell, unless somebody listened who ends what the work is a part of.
 *
 * @param what What has ended, and what remains of it.
 * @throws {StoppedError} if Stop was pressed.
 */
export function throwIfStopped(what: string): void {
  if (listeners > 0) return;
  // Not since the work began: a press between two pieces of work would be lost.
  if (stopCount() <= Math.max(stopCountBeforeCell(), heard)) return;
  heard = stopCount();
  throw new StoppedError(what);
}
