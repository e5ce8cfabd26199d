import { basename, join } from "node:path";
import { exists, writeFolderAtomically } from "mle/io/mod.ts";
import { readNotebook } from "../../notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "../../notebooks/sources.ts";
import { ASSIGNMENT } from "../release/student_notebooks.ts";
import { writeStudentProject } from "../release/student_project.ts";
import { filesBelow } from "../../shared/files_below.ts";
import { takeLock } from "../../shared/lock.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { BUILD, ROOT } from "../../shared/paths.ts";
import type { Course } from "./grade_all.ts";
import type { GradingNotebook } from "./notebook.ts";
import { versionOfMarks } from "./sources.ts";
import { readTeachersNotebook } from "./teachers_notebook.ts";

/**
 * The course against which submissions are graded: this project's exercise
 * sheet.
 */
export async function ourCourse(): Promise<Course> {
  const teachers = await notebooksIn(NOTEBOOKS, readTeachersNotebook);
  const version = await versionOfMarks();
  const workspace = await studentsWorkspace(version);
  return {
    assignment: ASSIGNMENT,
    teachers: teachers.filter(({ cells }) =>
      cells.some(({ nbgrader }) => nbgrader?.grade)
    ),
    handedOut: await notebooksIn(
      join(workspace, "notebooks"),
      async (path) => ({
        name: basename(path, ".ipynb"),
        cells: (await readNotebook(path)).cells,
      }),
    ),
    teachersWorkspace: ROOT,
    studentsWorkspace: workspace,
    library: await gradingLibrary(),
    version,
  };
}

async function notebooksIn(
  folder: string,
  read: (path: string) => Promise<GradingNotebook>,
): Promise<GradingNotebook[]> {
  return await Promise.all((await findNotebooks(folder)).map(read));
}

/** What hidden tests need and the students' edition lacks, by path. */
export async function gradingLibrary(): Promise<Record<string, string>> {
  const paths = await filesBelow(ROOT, "lib/grading");
  const read = paths.map(async (path) =>
    [path, await Deno.readTextFile(join(ROOT, path))] as const
  );
  return Object.fromEntries(await Promise.all(read));
}

/** The students' edition, made again for each version. */
async function studentsWorkspace(version: string): Promise<string> {
  const parent = join(BUILD, "grading");
  const workspace = join(parent, version);
  if (await exists(workspace)) return workspace;
  // Another grader may be making it, and would lose it with the older ones.
  using _lock = await takeLock(join(BUILD, "grading.lock"), () => {});
  if (await exists(workspace)) return workspace;
  await removeIfThere(parent);
  await Deno.mkdir(parent, { recursive: true });
  await writeFolderAtomically(workspace, writeStudentProject);
  return workspace;
}
