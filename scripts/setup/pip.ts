import { join } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { venvProgram } from "../shared/paths.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { pythonEnv } from "../shared/python_env.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { findMachine } from "./requirements.ts";

/**
 * Makes a Python environment in a folder and runs its pip.
 *
 * @param args A command of pip's and its arguments.
 */
export async function pipIn(
  folder: string,
  args: readonly string[],
  progress: ProgressLine,
): Promise<void> {
  // A pip that is killed leaves tens of MB: here the next set-up removes them.
  const TMPDIR = join(folder, "tmp");
  await Deno.mkdir(TMPDIR, { recursive: true });
  const run = (program: string, ...args: string[]) =>
    runOrThrow({
      program,
      args,
      onlyEnv: { ...pythonEnv(), TMPDIR },
      onLine: (line) => progress.detail(line),
    });
  await run((await findMachine()).python, "-m", "venv", folder);
  await run(
    ...[venvProgram("python", folder), "-m", "pip", ...args] as const,
    ...["--no-input", "--progress-bar=off", "--disable-pip-version-check"],
  );
  await removeIfThere(TMPDIR);
}
