import { basename, join } from "node:path";
import { exists, writeFolderAtomically } from "mle/io/mod.ts";
import { findNotebooks, NOTEBOOKS } from "../../notebooks/sources.ts";
import { ASSIGNMENT } from "../release/student_notebooks.ts";
import { writeStudentProject } from "../release/student_project.ts";
import { runOrThrow } from "../../shared/command.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { BUILD, ROOT } from "../../shared/paths.ts";
import { WORKSPACE } from "../sandbox/mod.ts";
import { digestOfFiles } from "./digest.ts";
import type { Course } from "./grade_all.ts";
import { type GradingNotebook, readGradingNotebook } from "./notebook.ts";
import { readTeachersNotebook } from "./teachers_notebook.ts";

const LIBRARY = ["deno.lock", ...WORKSPACE];
const RELEASE = [
  ...LIBRARY,
  ...["notebooks", "scripts/course/tasks", "scripts/course/release"],
];
const GRADER = [...RELEASE, "scripts/course/grade", "scripts/course/sandbox"];

/** This project's exercise sheet, as submissions are graded against it. */
export async function ourCourse(): Promise<Course> {
  const teachers = await notebooksIn(NOTEBOOKS, readTeachersNotebook);
  const workspace = await studentsWorkspace();
  return {
    assignment: ASSIGNMENT,
    teachers: teachers.filter(({ cells }) =>
      cells.some(({ nbgrader }) => nbgrader?.grade)
    ),
    handedOut: await notebooksIn(
      join(workspace, "notebooks"),
      async (path) =>
        readGradingNotebook(
          await Deno.readFile(path),
          basename(path, ".ipynb"),
        ),
    ),
    teachersWorkspace: ROOT,
    studentsWorkspace: workspace,
    version: await digestOfFiles(ROOT, GRADER),
  };
}

async function notebooksIn(
  folder: string,
  read: (path: string) => Promise<GradingNotebook>,
): Promise<GradingNotebook[]> {
  return await Promise.all((await findNotebooks(folder)).map(read));
}

/** What a student has, and `lib/grading`; made anew where anything of it changed. */
async function studentsWorkspace(): Promise<string> {
  const parent = join(BUILD, "grading");
  const name = await digestOfFiles(ROOT, RELEASE);
  const workspace = join(parent, name);
  if (await exists(workspace)) return workspace;
  await removeIfThere(parent);
  await Deno.mkdir(parent, { recursive: true });
  await writeFolderAtomically(workspace, async (folder) => {
    await writeStudentProject(folder);
    await runOrThrow({
      program: "cp",
      args: ["-R", join(ROOT, "lib", "grading"), join(folder, "lib")],
    });
  });
  return workspace;
}
