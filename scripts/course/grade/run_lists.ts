import type { CellToRun, Session, Work } from "../sandbox/mod.ts";
import { LastingKernel, type LastingResult } from "./lasting_kernel.ts";
import type { OwnCell } from "./tickets.ts";

/** Cells to run after those before, and the files that are there from then on. */
export interface CellList {
  cells: (OwnCell | CellToRun)[];
  files: Work["files"];
}

/**
 * Runs lists of cells one after the other in a kernel; no cell of a list is
 * known there before the lists before it have run. The result of a list that
 * could not be run to its end is the last.
 */
export type RunLists = (lists: readonly CellList[]) => Promise<LastingResult[]>;

/** Runs them in a {@linkcode LastingKernel}, with its parameters. */
export function inKernels(
  open: () => Promise<Session>,
  patienceMs: number,
): RunLists {
  return async (lists) => {
    await using kernel = new LastingKernel(open, patienceMs);
    const results: LastingResult[] = [];
    for (const { cells, files } of lists) {
      const result = await kernel.run(cells, files);
      results.push(result);
      if (result.end) break;
    }
    return results;
  };
}
