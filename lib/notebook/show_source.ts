import { DISPLAY, type Displayable, type MimeBundle } from "../display/mod.ts";
import { exportedSources } from "./exported_sources.ts";

/** The root of what notebooks import as `mle/`. */
const LIBRARY = new URL("../", import.meta.url);

/** Source that a notebook shows highlighted and folded when it is the value of a cell. */
export class SourceView implements Displayable {
  /** Where the source stands, and what it is of. */
  readonly title: string;
  /** The source. */
  readonly source: string;

  /** Made by `showSource`. */
  constructor(title: string, source: string) {
    this.title = title;
    this.source = source;
  }

  /** What a notebook shows: a fold that opens on the highlighted source. */
  [DISPLAY](): MimeBundle {
    const lines = this.source.split("\n").length;
    // A fence longer than any in the source, as comments hold Markdown too.
    const fences = this.source.match(/`{3,}/g) ?? [];
    const fence = "`".repeat(Math.max(2, ...fences.map((f) => f.length)) + 1);
    return {
      "text/markdown":
        // An HTML export has no font of its own for code in Markdown outputs.
        `<details style="font-family:var(--jp-code-font-family,monospace)">` +
        `<summary>Source of ${this.title}, ` +
        `${lines} lines</summary>\n\n` +
        `${fence}typescript\n${this.source}\n${fence}\n\n</details>`,
      "text/plain": `// ${this.title}\n${this.source}`,
    };
  }
}

/**
 * Shows the library's own source: a file, or what it exports under a name.
 *
 * @param path the file as a cell imports it, such as `mle/sheet/mod.ts`
 * @param name an export; a name that the file passes on from another is found there
 *
 * @example
 * ```ts
 * import { showSource } from "mle/notebook/mod.ts";
 *
 * showSource("mle/notebook/mod.ts", "showSource");
 * ```
 *
 * @throws TypeError if the path is not one of the library's.
 * @throws RangeError if there is no such file, or it exports no such name.
 */
export function showSource(path: string, name?: string): SourceView {
  const file = libraryFile(path);
  if (name === undefined) {
    return new SourceView(path, Deno.readTextFileSync(file).trimEnd());
  }
  const exported = exportedSources(file);
  const found = exported.get(name);
  if (!found) {
    throw new RangeError(
      `Cannot show source of ${name}: ${path} exports ${
        Array.from(exported.keys()).join(", ") || "nothing"
      }`,
    );
  }
  const foundPath = "mle/" + found.file.href.slice(LIBRARY.href.length);
  return new SourceView(`${name} in ${foundPath}`, found.text);
}

function libraryFile(path: string): URL {
  const file = new URL(path.replace(/^mle\//, ""), LIBRARY);
  if (
    !path.startsWith("mle/") || !path.endsWith(".ts") ||
    !file.href.startsWith(LIBRARY.href)
  ) {
    throw new TypeError(
      `Cannot show source: expected a path as in mle/sheet/mod.ts, got ${path}`,
    );
  }
  if (!existsAs("isFile", file)) {
    throw new RangeError(
      `Cannot show source of ${path}: there is no such file; there are ` +
        neighbours(file).join(", "),
    );
  }
  return file;
}

/** The files beside where the file would be, or the library's folders if that is no folder. */
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
