import type { AssembledCell } from "./assemble.ts";
import type { Ending } from "./lasting_kernel.ts";
import type { RunLists } from "./run_lists.ts";
import { hiddenCells, ownCells } from "./tickets.ts";
import type { CellOutcome, Work } from "../sandbox/mod.ts";

/** The outcome of a notebook. */
export interface NotebookRun {
  /**
   * The outcomes of the notebook's own cells. No secrets were there yet, so
   * they may be shown.
   */
  own: CellOutcome[];
  /** The outcomes of the hidden tests, which must not be shown. */
  hidden: CellOutcome[];
  /** The nonces by the id of their grade cell. */
  nonces: Map<string, string>;
  /** Which limits were exceeded, in words for students. */
  troubles: string[];
  /** Set if it could not be run for reasons other than the notebook. */
  end?: Ending;
}

/** What runs cells, and what they find in their project. */
export interface KernelSource {
  runLists: RunLists;
  /** What hidden tests need: it is there as soon as they run. */
  library?: Work["files"];
}

/**
 * Runs a notebook, with the files beside it, by itself and then, in the same kernel, the hidden tests. The
 * kernel learns of these, and of their seed, only after everything that may be
 * shown has been collected.
 */
export async function runNotebook(
  assembled: readonly AssembledCell[],
  seed: number,
  { runLists, library = {} }: KernelSource,
  files: Work["files"] = {},
): Promise<NotebookRun> {
  const { cells, nonces } = hiddenCells(assembled, seed);
  const [own, hidden = { cells: [], endings: [] }] = await runLists([
    { cells: ownCells(assembled), files },
    { cells, files: library },
  ]);
  return {
    own: own.cells,
    hidden: hidden.cells,
    nonces,
    troubles: [
      ...own.cells.flatMap(({ interrupted, error }) =>
        interrupted ? [error!.message] : []
      ),
      ...own.endings.map(({ message }) => message),
      ...hidden.endings.map(hiddenTrouble),
    ],
    end: own.end ?? hidden.end,
  };
}

/** Repeats nothing that the kernel said, since it knew the hidden tests. */
function hiddenTrouble({ id, end }: Ending): string {
  return `The hidden tests of ${id} ended the kernel: ${end}.`;
}
