import { basename, join } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { ROOT, venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";

const CONFIG = join(ROOT, "scripts", "nbconvert", "html_config.py");

/**
 * Writes an executed notebook as one HTML page that needs no network, with live
 * charts and typeset formulas. Returns the page's path.
 */
export async function writeHtml(
  notebook: string,
  outputFolder: string,
  signal?: AbortSignal,
): Promise<string> {
  const name = basename(notebook).replace(/\.ipynb$/, ".html");
  const scratch = join(outputFolder, `.${crypto.randomUUID()}`);
  try {
    await runOrThrow({
      program: venvProgram("python"),
      args: ["-m", "nbconvert", "--to", "html", "--config", CONFIG]
        .concat(["--output-dir", scratch, notebook]),
      onlyEnv: pythonEnv(),
      signal,
    });
    await Deno.rename(join(scratch, name), join(outputFolder, name));
  } finally {
    await removeIfThere(scratch);
  }
  return join(outputFolder, name);
}
