export { DEFAULT_LIMITS } from "./limits.ts";
export { CellOutcome, RunEnd } from "./protocol.ts";
export type {
  CellToRun,
  Limits,
  Output,
  SandboxResult,
  Work,
} from "./protocol.ts";
export { DriverProcess } from "./driver_process.ts";
export type { SandboxSettings } from "./sandbox.ts";
export { type OpenSandboxes, Sandboxes, type Session } from "./sandboxes.ts";
export { WORKSPACE } from "./tree.ts";
export { sandboxProblem } from "./sandbox_problem.ts";
