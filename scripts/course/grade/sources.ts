import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runOrThrow } from "../../shared/command.ts";
import { filesBelow } from "../../shared/files_below.ts";
import { ROOT } from "../../shared/paths.ts";
import { WORKSPACE } from "../sandbox/mod.ts";

const PROGRAM = join(ROOT, "scripts", "course", "grade.ts");

// Versions of all packages, Deno's and TensorFlow's among them.
const PINNED = [
  ...["deno.lock", "requirements.txt", "scripts/setup/tensorflow.txt"],
];

// Files that the program reads, or starts by their path.
const READ = [
  ...[...WORKSPACE, "notebooks"],
  ...["grade", "release", "sandbox", "tasks"].map((name) =>
    `scripts/course/${name}`
  ),
];

/**
 * The paths of all files of the project that affect marks: what the grader
 * imports, starts and passes to kernels, and the pinned versions. They include
 * nothing compiled or specific to this machine, so that marks may be made on
 * several machines.
 */
export async function sourcesOfMarks(): Promise<string[]> {
  const { stdout } = await runOrThrow({
    program: Deno.execPath(),
    args: ["info", "--json", PROGRAM],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  });
  const { modules }: { modules: { specifier: string }[] } = JSON.parse(stdout);
  const imported = modules
    .filter(({ specifier }) => specifier.startsWith("file:"))
    .map(({ specifier }) => relative(ROOT, fileURLToPath(specifier)))
    .filter((path) => !/^(\.\.|node_modules)/.test(path));
  const read: string[] = [];
  for (const name of READ) {
    const { isFile } = await Deno.stat(join(ROOT, name));
    if (isFile) read.push(name);
    else read.push(...await filesBelow(ROOT, name));
  }
  const paths = [...PINNED, ...imported, ...read]
    .filter((path) => !path.includes("__pycache__"));
  return [...new Set(paths)].sort();
}
