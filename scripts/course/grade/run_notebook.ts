import type { AssembledCell } from "./assemble.ts";
import { type Ending, LastingKernel } from "./lasting_kernel.ts";
import { hiddenCells, ownCells } from "./tickets.ts";
import type { CellOutcome, Session } from "../sandbox/mod.ts";

/** What came of a notebook. */
export interface NotebookRun {
  /** Of the notebook by itself: there was no secret yet, so this may be shown. */
  own: CellOutcome[];
  /** Of the hidden tests: nothing of this may be shown. */
  hidden: CellOutcome[];
  /** By the id of the grade cell. */
  nonces: Map<string, string>;
  /** What went beyond limits, in words that a student may read. */
  troubles: string[];
  /** Set if it could not be run, which is no fault of the notebook's. */
  end?: Ending;
}

/** Where kernels come from. */
export interface KernelSource {
  /** Starts a kernel. */
  open: () => Promise<Session>;
  /** How long after the first cell another kernel is started, in ms. */
  patienceMs: number;
}

/**
 * Runs a notebook by itself, and after it, in the same kernel, the hidden tests.
 * The kernel hears of these, and of what their inputs are drawn from, only when
 * all that may be shown is there.
 */
export async function runNotebook(
  assembled: readonly AssembledCell[],
  seed: number,
  { open, patienceMs }: KernelSource,
): Promise<NotebookRun> {
  await using kernel = new LastingKernel(open, patienceMs);
  const { cells, nonces } = hiddenCells(assembled, seed);
  const own = await kernel.run(ownCells(assembled));
  const hidden = own.end ? { cells: [], endings: [] } : await kernel.run(cells);
  return {
    own: own.cells,
    hidden: hidden.cells,
    nonces,
    troubles: [
      ...own.endings.map(({ message }) => message),
      ...hidden.endings.map(hiddenTrouble),
    ],
    end: own.end ?? hidden.end,
  };
}

/** Nothing that the kernel said: it knew the hidden tests. */
function hiddenTrouble({ id, end }: Ending): string {
  return `The hidden tests of ${id} ended the kernel: ${end}.`;
}
