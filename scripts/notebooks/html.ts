import { basename, join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { ROOT, venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";

const NBCONVERT = join(ROOT, "scripts", "nbconvert");
const PACKAGES = join(ROOT, "node_modules");

/** The files beside a page, and what each is made of. */
const ASSETS: Record<string, string[]> = {
  "page.css": [join(NBCONVERT, "assets", "page.css")],
  "page.js": [join(NBCONVERT, "assets", "page.js")],
  "tocbot.js": [join(PACKAGES, "tocbot/dist/tocbot.min.js")],
  "vega.js": [
    join(PACKAGES, "vega/build/vega.min.js"),
    join(PACKAGES, "vega-embed/build/vega-embed.min.js"),
  ],
  "mathjax.js": [
    join(NBCONVERT, "assets", "mathjax_options.js"),
    join(PACKAGES, "mathjax/es5/tex-svg-full.js"),
  ],
};

/**
 * Writes an executed notebook as an HTML page with live charts and typeset
 * formulas, and beside it the files that its pages share; together they need no
 * network. Returns the page's path.
 */
export async function writeHtml(
  notebook: string,
  outputFolder: string,
  signal?: AbortSignal,
): Promise<string> {
  const [page] = await writePages([notebook], outputFolder, signal);
  return page;
}

/** Writes several notebooks as pages, as {@linkcode writeHtml} writes one. */
export async function writePages(
  notebooks: readonly string[],
  outputFolder: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const names = notebooks.map((path) =>
    basename(path).replace(/\.ipynb$/, ".html")
  );
  const scratch = join(outputFolder, `.${crypto.randomUUID()}`);
  try {
    await runOrThrow({
      program: venvProgram("python"),
      args: ["-m", "nbconvert", "--to", "html"]
        .concat(["--config", join(NBCONVERT, "html_config.py")])
        .concat(["--output-dir", scratch, ...notebooks]),
      onlyEnv: pythonEnv(),
      signal,
    });
    await writeAssets(join(outputFolder, "assets"));
    for (const name of names) {
      await Deno.rename(join(scratch, name), join(outputFolder, name));
    }
  } finally {
    await removeIfThere(scratch);
  }
  return names.map((name) => join(outputFolder, name));
}

async function writeAssets(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, sources] of Object.entries(ASSETS)) {
    const texts = await Promise.all(
      sources.map((path) => Deno.readTextFile(path)),
    );
    await writeFileAtomically(join(folder, name), texts.join("\n"));
  }
}
