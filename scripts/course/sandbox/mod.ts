export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export type { CellOutcome, Output, RunEnd, SandboxResult } from "./outcome.ts";
export { runInSandbox, type SandboxedRun } from "./run_in_sandbox.ts";
export type { CellToRun, SandboxSettings } from "./sandbox.ts";
export { Sandboxes } from "./sandboxes.ts";
export { WORKSPACE } from "./tree.ts";
export { sandboxProblem } from "./sandbox_problem.ts";
