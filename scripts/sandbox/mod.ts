export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export type { CellOutcome, Output, RunEnd, SandboxResult } from "./outcome.ts";
export {
  type CellToRun,
  runInSandbox,
  type SandboxedRun,
} from "./run_in_sandbox.ts";
export { sandboxProblem } from "./sandbox_problem.ts";
