import type { SandboxSettings, Session } from "../sandbox/mod.ts";

/** Runs several notebooks, each in its own kernel. */
export interface Runners extends AsyncDisposable {
  open(): Promise<Session>;
}

/** Prepares for a number of notebooks: `Sandboxes`, or a test's substitute. */
export type OpenRunners = (
  settings: SandboxSettings,
  notebooks: number,
) => Runners;
