import {
  type CellOutcome,
  type Limits,
  sandboxProblem,
  type SandboxResult,
} from "../../../scripts/course/sandbox/mod.ts";
import { runInSandbox, type SandboxedRun } from "./run_in_sandbox.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

const problem = await sandboxProblem();
if (problem !== undefined) {
  console.log(`What needs a sandbox is not tested here. ${problem}`);
}

/** Declares a test that needs a sandbox; where there is none it is ignored. */
export function sandboxTest(name: string, fn: Deno.TestDefinition["fn"]): void {
  Deno.test({ name, fn, ignore: problem !== undefined });
}

/** A result whose cells are found by their names. */
export interface NamedResult extends SandboxResult {
  cell(id: string): CellOutcome;
}

/** Runs cells, in the order in which they are written, in the project's own sandbox. */
export async function runCells(
  sources: Record<string, string>,
  limits: Partial<Limits> = {},
  stop: Pick<SandboxedRun, "signal"> = {},
): Promise<NamedResult> {
  const result = await runInSandbox({
    cells: Object.entries(sources).map(([id, source]) => ({ id, source })),
    workspace: ROOT,
    limits,
    ...stop,
  });
  return {
    ...result,
    cell: (id) => result.cells.find((cell) => cell.id === id)!,
  };
}

/** What a cell printed. */
export function printed(cell: CellOutcome): string {
  return cell.outputs
    .map((output) => output.output_type === "stream" ? output.text : "")
    .join("");
}

/** What a cell printed last, as JSON. */
export function printedJson(cell: CellOutcome) {
  const text = printed(cell).trimEnd().split("\n").at(-1)!;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Expected JSON, got ${JSON.stringify(cell)}`);
  }
}
