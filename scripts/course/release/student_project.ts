import { dirname, join, relative } from "node:path";
import { findNotebooks, NOTEBOOKS } from "../../notebooks/sources.ts";
import { filesBelow } from "../../shared/files_below.ts";
import { ROOT } from "../../shared/paths.ts";
import { studentNotebooks } from "./student_notebooks.ts";

/** What students get unchanged, except for the teacher's parts. */
const STUDENTS = [
  ...["lib", "scripts", "data/sheet", ".vscode"],
  ...["deno.lock", "requirements.txt", "LICENSE", ".gitignore", ".npmrc"],
];
const TEACHERS = ["lib/sheet", "lib/grading", "scripts/course"];

const README = join(import.meta.dirname!, "student_readme.md");

/**
 * Writes the students' edition: notebooks and library without answers, and the
 * scripts that set them up and run them.
 */
export async function writeStudentProject(folder: string): Promise<void> {
  for (const [path, text] of await studentFiles()) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
}

/** The files that students get, by their path. */
async function studentFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of STUDENTS) await add(files, path);
  files.set("deno.json", studentConfig(await read("deno.json"), files));
  files.set("README.md", await Deno.readTextFile(README));
  const notebooks = new Map<string, string>();
  for (const path of await findNotebooks(NOTEBOOKS)) {
    notebooks.set(relative(NOTEBOOKS, path), await Deno.readTextFile(path));
  }
  for (const [name, text] of await studentNotebooks(notebooks)) {
    files.set(`notebooks/${name}`, text);
  }
  return files;
}

/** Adds a file, or all files of a folder that students get. */
async function add(files: Map<string, string>, name: string): Promise<void> {
  const { isDirectory } = await Deno.stat(join(ROOT, name));
  for (const path of isDirectory ? await filesBelow(ROOT, name) : [name]) {
    const isTeachers = path.includes("__pycache__") ||
      TEACHERS.some((folder) => path.startsWith(`${folder}/`));
    if (!isTeachers) files.set(path, await read(path));
  }
}

const read = (path: string): Promise<string> =>
  Deno.readTextFile(join(ROOT, path));

/**
 * deno.json with the tasks whose programs students have; where the teacher's
 * task starts the teacher's program, the students' starts everybody's. Lint
 * rules allow for unfinished answers, which leave names unused.
 */
function studentConfig(
  text: string,
  files: ReadonlyMap<string, string>,
): string {
  const config = JSON.parse(text) as {
    tasks: Record<string, { command: string }>;
  };
  const tasks = Object.entries(config.tasks)
    .map(([name, task]) => {
      const command = task.command
        .replace("scripts/course/", "scripts/");
      return [name, { ...task, command }] as const;
    })
    .filter(([, { command }]) => files.has(command.split(" ").at(-1)!));
  const lint = { rules: { exclude: ["no-unused-vars", "require-await"] } };
  const students = { ...config, tasks: Object.fromEntries(tasks), lint };
  return JSON.stringify(students, null, 2) + "\n";
}
