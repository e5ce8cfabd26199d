import { join, relative } from "node:path";
import { findNotebooks, NOTEBOOKS } from "../../notebooks/sources.ts";
import { filesBelow } from "../../shared/files_below.ts";
import { ROOT } from "../../shared/paths.ts";
import { WORKSPACE } from "../sandbox/mod.ts";
import { digestOfFiles } from "./digest.ts";

const SOURCES = [
  // Versions of all packages, Deno's and, in set-up, TensorFlow's among them.
  ...["deno.lock", "requirements.txt", "scripts/setup"],
  ...[...WORKSPACE, "scripts/notebooks", "scripts/shared"],
  ...["grade.ts", "cluster", "grade", "release", "sandbox", "tasks"]
    .map((name) => `scripts/course/${name}`),
];

/** The digest of all that may affect marks. */
export async function versionOfMarks(): Promise<string> {
  return await digestOfFiles(ROOT, await sourcesOfMarks());
}

/**
 * The paths of all files of the project that may affect marks: the grader's own,
 * what it passes to kernels, and the pinned versions. They include nothing
 * compiled or specific to this machine, so that marks may be made on several
 * machines, and nothing that editors and kernels leave beside the notebooks.
 */
export async function sourcesOfMarks(): Promise<string[]> {
  const notebooks = await findNotebooks(NOTEBOOKS);
  const paths = notebooks.map((path) => relative(ROOT, path));
  for (const name of SOURCES) {
    const { isFile } = await Deno.stat(join(ROOT, name));
    paths.push(...isFile ? [name] : await filesBelow(ROOT, name));
  }
  return paths.filter((path) => !/(^|\/)(\.|__pycache__)/.test(path)).sort();
}
