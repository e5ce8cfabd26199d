import { posix } from "node:path";
import { type Candidate, newestOf } from "./choose.ts";

const RELATIVE_IMPORT =
  /\b(?:from|import) ?\(? ?["'](\.{1,2}\/[^"'\n]{1,200})["']/g;

// What lies in the project of every kernel: nobody's file takes its place.
const TAKEN = ["build", "data", "deno.json", "lib", "node_modules"];
const SEGMENT = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_. -]*$/u;

/** A file of a student's that code may import. */
export interface Module extends Candidate {
  /** What it imports itself. */
  imports: readonly string[];
}

/** Files that a notebook imports. */
export interface Helpers {
  /** The digests of those that grading takes, by their path beside it. */
  files: Record<string, string>;
  /** Those that it does not have, or does not take. */
  missing: string[];
}

/** Files beside it that code imports. */
export function importsIn(code: string): string[] {
  return [...code.matchAll(RELATIVE_IMPORT)].map(([, file]) => file);
}

/** The files that a notebook needs, and these need, from those of its student. */
export function helpersOf(
  notebook: Candidate & { imports?: readonly string[] },
  modules: readonly Module[],
  most: number,
): Helpers {
  const folder = posix.dirname(notebook.owner.below);
  const files: Helpers["files"] = {};
  const missing = new Set<string>();
  const wanted = (notebook.imports ?? []).map((file) => posix.normalize(file));
  for (const name of wanted) { // which grows
    if (Object.hasOwn(files, name) || missing.has(name)) continue;
    const path = posix.join(folder, name);
    const found = modules.filter(({ owner }) => owner.below === path);
    const { chosen } = found.length === 0 ? {} : newestOf(found);
    const isTaken = chosen !== undefined && mayStand(name) &&
      Object.keys(files).length < most;
    if (!isTaken) {
      missing.add(name);
      continue;
    }
    files[name] = chosen.digest;
    wanted.push(
      ...chosen.imports.map((file) => posix.join(posix.dirname(name), file)),
    );
  }
  return { files, missing: [...missing] };
}

/** Whether a file may have this place in a kernel's project. */
function mayStand(name: string): boolean {
  const segments = name.split("/");
  return segments.every((segment) => SEGMENT.test(segment)) &&
    !TAKEN.includes(segments[0].toLowerCase());
}
