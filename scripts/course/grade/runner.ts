import type {
  CellToRun,
  SandboxResult,
  SandboxSettings,
} from "../sandbox/mod.ts";

/** Runs a notebook's cells in a kernel of their own. */
export type Runner = (cells: readonly CellToRun[]) => Promise<SandboxResult>;

/** Where a number of notebooks run. */
export interface Runners extends AsyncDisposable {
  run: Runner;
}

/** Makes ready for so many notebooks: `Sandboxes`, or what a test puts in its place. */
export type OpenRunners = (
  settings: SandboxSettings,
  notebooks: number,
) => Runners;
