/** Notices that a file of the library has changed since the kernel loaded it. */
import { dirname, join, relative, resolve } from "node:path";
import { ROOT } from "../shared/paths.ts";

const LIBRARY = join(ROOT, "lib");
const IMPORT = /(?:from|import)\s*\(?\s*["']([^"'\n]+\.ts)["']/g;

/** The files that the cells' imports have led to, and when these were written. */
const written = new Map<string, number>();

/** Those that have changed since they were loaded or last named here. */
export function changedFiles(code: string): string[] {
  const changed = [...written].filter(([path, at]) => {
    written.set(path, writtenAt(path));
    return written.get(path) !== at;
  });
  addImports(code, (name) => join(LIBRARY, name.replace(/^mle\//, "")), "mle/");
  return changed.map(([path]) => `mle/${relative(LIBRARY, path)}`);
}

function addImports(
  code: string,
  pathOf: (name: string) => string,
  prefix: string,
): void {
  for (const [, name] of code.matchAll(IMPORT)) {
    const path = resolve(pathOf(name));
    if (!name.startsWith(prefix) || written.has(path)) continue;
    written.set(path, writtenAt(path));
    const text = written.get(path) ? Deno.readTextFileSync(path) : "";
    addImports(text, (other) => join(dirname(path), other), ".");
  }
}

function writtenAt(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0; // it is not there
  }
}
