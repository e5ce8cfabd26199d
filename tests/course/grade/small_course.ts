import { join } from "node:path";
import {
  type Course,
  gradeAll,
  type Grading,
  type Outcome,
} from "../../../scripts/course/grade/grade_all.ts";
import type {
  OpenSandboxes,
  Session,
} from "../../../scripts/course/sandbox/mod.ts";
import type { updateGradebook } from "../../../scripts/course/grade/publish/gradebook.ts";
import type { ProgressLine } from "../../../scripts/shared/progress.ts";
import { notebook } from "./grade_cells.ts";
import { inProcess } from "./in_process_session.ts";
import { notebookText, STUDENT, TEACHER, type TestCell } from "./notebooks.ts";

/** A course of one tiny notebook, which needs no library. */
export const COURSE: Course = {
  assignment: "sheet",
  teachers: [notebook(TEACHER)],
  handedOut: [notebook(STUDENT)],
  teachersWorkspace: "",
  studentsWorkspace: "",
  library: {},
  version: "1",
};

// nbgrader takes seconds to start; only the tests that look at it need it.
const noGradebook: typeof updateGradebook = () => Promise.resolve({});

export const SILENT: ProgressLine = {
  start() {},
  detail() {},
  done() {},
  failed() {},
};

/** Writes submissions in nbgrader's layout. */
export async function handIn(
  folder: string,
  submissions: Record<string, TestCell[] | string>,
): Promise<void> {
  for (const [student, cells] of Object.entries(submissions)) {
    const path = join(folder, "submitted", student, "sheet");
    await Deno.mkdir(path, { recursive: true });
    await Deno.writeTextFile(
      join(path, "squares.ipynb"),
      typeof cells === "string" ? cells : notebookText(cells),
    );
  }
}

/** Grades the submissions in `folder`; the marks go to `folder/marks`. */
export function gradeSmall(
  folder: string,
  {
    course = COURSE,
    open = inProcess(),
    openSandboxes = () => ({ open, async [Symbol.asyncDispose]() {} }),
    signal,
    gradebook = noGradebook,
    ...more
  }: {
    course?: Course;
    open?: () => Promise<Session>;
    openSandboxes?: OpenSandboxes;
    signal?: AbortSignal;
    gradebook?: typeof updateGradebook;
  } & Partial<Grading> = {},
): Promise<Outcome> {
  return gradeAll({
    submissions: join(folder, "submitted"),
    marks: join(folder, "marks"),
    course,
    openSandboxes,
    unsafe: false,
    width: 2,
    progress: SILENT,
    gradebook,
    signal: signal ?? new AbortController().signal,
    ...more,
  });
}

/** `tasks.csv` without its last column, the time. */
export async function marksIn(folder: string): Promise<string[]> {
  const text = await Deno.readTextFile(join(folder, "marks", "tasks.csv"));
  return text.trimEnd().split("\r\n").map((line) =>
    line.slice(0, line.lastIndexOf(","))
  );
}
