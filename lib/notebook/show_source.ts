import { View } from "../display/mod.ts";

/** The root of what notebooks import as `mle/`. */
const LIBRARY = new URL("../", import.meta.url);

/**
 * Shows a file of the library's own source, highlighted, under its path.
 *
 * @param path the file as a cell imports it, such as `mle/nn/conv2d.ts`
 *
 * @example
 * ```ts
 * import { showSource } from "mle/notebook/mod.ts";
 *
 * showSource("mle/notebook/show_source.ts");
 * ```
 *
 * @throws TypeError if the path is not one of the library's.
 * @throws RangeError if there is no such file.
 */
export function showSource(path: string): View {
  const file = new URL(path.replace(/^mle\//, ""), LIBRARY);
  if (
    !path.startsWith("mle/") || !path.endsWith(".ts") ||
    !file.href.startsWith(LIBRARY.href)
  ) {
    throw new TypeError(
      `Cannot show source: expected a path as in mle/nn/conv2d.ts, got ${path}`,
    );
  }
  if (!existsAs("isFile", file)) {
    throw new RangeError(
      `Cannot show source of ${path}: there is no such file; there are ` +
        neighbours(file).join(", "),
    );
  }
  const source = Deno.readTextFileSync(file).trimEnd();
  // A fence longer than any in the source, since comments may contain Markdown.
  const fences = source.match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(2, ...fences.map((f) => f.length)) + 1);
  return new View({
    "text/markdown":
      // HTML exports do not set a font for code in Markdown outputs.
      `<div style="font-family:var(--jp-code-font-family,monospace)">\n\n` +
      `${path}\n\n${fence}typescript\n${source}\n${fence}\n\n</div>`,
    "text/plain": `// ${path}\n${source}`,
  });
}

/**
 * The files in the folder where the file would be, or the library's folders if
 * there is no such folder.
 */
function neighbours(file: URL): string[] {
  const folder = new URL("./", file);
  const base = existsAs("isDirectory", folder) ? folder : LIBRARY;
  const inLibrary = base.href.slice(LIBRARY.href.length);
  return Array.from(Deno.readDirSync(base), (entry) => entry.name)
    .sort()
    .map((name) => `mle/${inLibrary}${name}`);
}

function existsAs(kind: "isFile" | "isDirectory", url: URL): boolean {
  try {
    return Deno.statSync(url)[kind];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
