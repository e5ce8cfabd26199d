import { takeProcessor } from "../../../scripts/course/sandbox/processor.ts";
import type {
  CellToRun,
  SandboxResult,
} from "../../../scripts/course/sandbox/mod.ts";
import {
  Sandbox,
  type SandboxSettings,
} from "../../../scripts/course/sandbox/sandbox.ts";

/** What to run, where, and within which limits. */
export interface SandboxedRun extends SandboxSettings {
  cells: readonly CellToRun[];
}

/**
 * Runs cells one by one in a Deno kernel in a sandbox, on one processor, so
 * that parallel runs do not slow each other down. A cell that throws does not
 * end the run, but one that exceeds a limit does. The result reports everything
 * that the cells do.
 *
 * @throws {TypeError} if the workspace is not a project
 * @throws {Error} if no sandbox can be made here
 */
export async function runInSandbox(
  { cells, ...settings }: SandboxedRun,
): Promise<SandboxResult> {
  using processor = takeProcessor();
  await using sandbox = await Sandbox.open(settings, processor.slot);
  return await sandbox.run(cells);
}
