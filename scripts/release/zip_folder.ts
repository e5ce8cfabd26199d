import { basename, dirname } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";

/** Writes a zip file that holds a folder, under the folder's name. */
export async function zipFolder(folder: string, zip: string): Promise<void> {
  await runOrThrow({
    program: venvProgram("python"),
    args: ["-m", "zipfile", "-c", zip, basename(folder)],
    cwd: dirname(folder),
    onlyEnv: pythonEnv(),
  });
}
