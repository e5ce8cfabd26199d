import { join } from "node:path";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";

/** What came of a cell. */
export interface Reply {
  status: string;
  outputs: [kind: string, text: string][];
}

/** Runs a script that drives the kernel as Jupyter does; returns what it found. */
export async function drive(
  script: string,
  // deno-lint-ignore no-explicit-any -- each entry has the shape that its test says
): Promise<Record<string, any>> {
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: [join(import.meta.dirname!, script)],
    cwd: NOTEBOOKS,
    onlyEnv: pythonEnv(),
  });
  return JSON.parse(stdout);
}

/** The reply of a cell that only shows this. */
export function shown(text: string): Reply {
  return { status: "ok", outputs: [["shown", text]] };
}
