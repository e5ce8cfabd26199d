import { dirname, join, relative } from "node:path";
import { parseNotebook } from "../../notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "../../notebooks/sources.ts";
import { ROOT } from "../../shared/paths.ts";
import { answersIn } from "./answers.ts";
import type { Sources } from "./module_graph.ts";
import { studentSources } from "./student_library.ts";
import { studentNotebooks } from "./student_notebooks.ts";

/** What students can do with `deno task`. */
const TASKS = [
  ...["setup", "notebooks", "data", "check", "doctor", "lab"],
  ...["kernel", "strip"],
];

/** Modules that the tasks start by their path. */
const STARTED = ["scripts/data/list_data.ts"];

/** What students get as it is. */
const AS_IT_IS = ["deno.lock", "requirements.txt", "LICENSE", ".gitignore"];
const FOLDERS_AS_THEY_ARE = [
  "data/sheet",
  "lib/testing", // declarations that no module names
  "lib/tf/native", // what set-up compiles
  "scripts/nbconvert",
];

const README = join(import.meta.dirname!, "student_readme.md");

/**
 * Writes what students get: notebooks without answers, the library without
 * them, and what sets both up and runs them.
 */
export async function writeStudentProject(folder: string): Promise<void> {
  for (const [path, text] of await studentFiles()) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
}

/** The files that students get, by their path. */
async function studentFiles(): Promise<Map<string, string>> {
  const paths = await findNotebooks(NOTEBOOKS);
  const texts = new Map<string, string>();
  for (const path of paths) {
    texts.set(relative(NOTEBOOKS, path), await Deno.readTextFile(path));
  }
  const answers = answersIn(
    [...texts].map(([name, text]) => parseNotebook(text, name)),
  );
  const files = studentSources(await allSources(), answers, [
    ...TASKS.map((task) => `scripts/${task}.ts`),
    ...STARTED,
  ]);
  for (const path of AS_IT_IS) files.set(path, await read(path));
  for (const path of FOLDERS_AS_THEY_ARE) await addFolder(files, path);
  files.set("deno.json", await studentConfig());
  files.set("README.md", await Deno.readTextFile(README));
  for (const [name, text] of await studentNotebooks(texts)) {
    files.set(`notebooks/${name}`, text);
  }
  return files;
}

async function allSources(): Promise<Sources> {
  const sources: Sources = new Map();
  for (const folder of ["lib", "scripts"]) await addFolder(sources, folder);
  return sources;
}

async function addFolder(files: Sources, folder: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    const path = `${folder}/${name}`;
    if (name === "__pycache__") continue;
    if (isDirectory) await addFolder(files, path);
    else files.set(path, await read(path));
  }
}

const read = (path: string): Promise<string> =>
  Deno.readTextFile(join(ROOT, path));

/** deno.json with the students' tasks; an unfinished answer uses not all that it has. */
async function studentConfig(): Promise<string> {
  const config = JSON.parse(await read("deno.json"));
  const tasks = Object.fromEntries(TASKS.map((task) => [task, {
    ...config.tasks[task],
    command: `deno run -A scripts/${task}.ts`,
  }]));
  const lint = { rules: { exclude: ["no-unused-vars", "require-await"] } };
  return JSON.stringify({ ...config, tasks, lint }, null, 2) + "\n";
}
