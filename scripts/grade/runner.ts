import type { SandboxedRun, SandboxResult } from "../sandbox/mod.ts";

/** Runs cells in a kernel of their own: `runInSandbox`, or what a test puts in its place. */
export type Runner = (run: SandboxedRun) => Promise<SandboxResult>;
