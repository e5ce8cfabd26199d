/** Notices that a file has changed since the kernel loaded it. */
import { dirname, join, relative, resolve } from "node:path";
import { ROOT } from "../shared/paths.ts";

const LIBRARY = join(ROOT, "lib");
const IMPORT = /(?:from|import)\s*\(?\s*["']([^"'\n]+\.[jt]s)["']/g;

/** The files that the cells' imports have led to, and when these were written. */
const written = new Map<string, number>();

/** Those that have changed since they were loaded or last named here. */
export function changedFiles(code: string): string[] {
  const changed = [...written].filter(([path, at]) => {
    written.set(path, writtenAt(path));
    return written.get(path) !== at;
  });
  addImports(code, Deno.cwd()); // the notebook's folder
  return changed.map(([path]) =>
    path.startsWith(LIBRARY)
      ? `mle/${relative(LIBRARY, path)}`
      : relative(Deno.cwd(), path)
  );
}

function addImports(code: string, folder: string): void {
  for (const [, name] of code.matchAll(IMPORT)) {
    if (!/^(mle\/|\.|\/)/.test(name)) continue;
    const path = name.startsWith("mle/")
      ? join(LIBRARY, name.slice("mle/".length))
      : resolve(folder, name);
    if (written.has(path)) continue;
    written.set(path, writtenAt(path));
    const text = written.get(path) ? Deno.readTextFileSync(path) : "";
    addImports(text, dirname(path));
  }
}

function writtenAt(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0; // it is not there
  }
}
