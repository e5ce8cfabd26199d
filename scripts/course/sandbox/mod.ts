export { DEFAULT_LIMITS } from "./limits.ts";
export type {
  CellOutcome,
  CellToRun,
  Limits,
  Output,
  RunEnd,
  SandboxResult,
  Work,
} from "./protocol.ts";
export type { SandboxSettings } from "./sandbox.ts";
export { type OpenSandboxes, Sandboxes, type Session } from "./sandboxes.ts";
export { WORKSPACE } from "./tree.ts";
export { sandboxProblem } from "./sandbox_problem.ts";
