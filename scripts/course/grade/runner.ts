import type { SandboxSettings, Session } from "../sandbox/mod.ts";

/** Where a number of notebooks run, each in a kernel of its own. */
export interface Runners extends AsyncDisposable {
  open(): Promise<Session>;
}

/** Makes ready for so many notebooks: `Sandboxes`, or what a test puts in its place. */
export type OpenRunners = (
  settings: SandboxSettings,
  notebooks: number,
) => Runners;
