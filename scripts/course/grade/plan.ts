import { digestOf } from "./digest.ts";
import type { Grading } from "./grade_all.ts";
import type { NotebookResult } from "./grade_notebook.ts";
import type { Intake, Submission } from "./intake/mod.ts";
import type { GradingNotebook } from "./notebook.ts";
import type { GradingState } from "./state.ts";

/** A notebook that was handed in, and its marks, once they are there. */
export interface Planned {
  submission: Submission;
  /** All that decides the marks, but for the inputs of hidden tests. */
  key: string;
  result: NotebookResult | undefined;
}

/** What has been handed in, with the marks that still hold. */
export function planOf(
  { submissions }: Intake,
  grading: Grading,
  state: GradingState,
): Promise<Planned[]> {
  const { course, unsafe } = grading;
  return Promise.all(submissions.map(async (submission) => {
    const { student, exercise, digest } = submission;
    const teacher = course.teachers.find(({ name }) => name === exercise);
    const key = digestOf([digest, teacher, course.version, unsafe]);
    const kept = await state.result(student, exercise);
    const isValid = isChosen(submission, grading)
      ? kept?.key === key && !isAskedAgain(kept, grading)
      : kept?.digest === digest;
    return { submission, key, result: isValid ? kept : undefined };
  }));
}

/** Whether a notebook has no marks yet. */
export function isPending({ result }: Planned): boolean {
  return result === undefined;
}

/** Restricts what a run grades. */
export interface Selection {
  /** Only these students are graded; the others keep what they have. */
  students?: readonly string[];
  /** Students, exercises or tasks whose marks are made again. */
  again?: readonly string[];
}

/** Whether this run includes a submission. */
export function isChosen(
  { student }: Submission,
  { students }: Selection,
): boolean {
  return students === undefined || students.includes(student);
}

/** Whether marks should be made again although nothing has changed. */
export function isAskedAgain(
  { student, exercise, marks }: NotebookResult,
  { again = [] }: Selection,
): boolean {
  return [student, exercise, ...marks.map(({ task }) => task)]
    .some((name) => again.includes(name));
}

/**
 * @throws {TypeError} if a name is neither a student's nor an exercise's nor a
 * task's
 */
export function refuseUnknownNames(
  { students = [], again = [] }: Selection,
  everybody: readonly string[],
  teachers: readonly GradingNotebook[],
): void {
  const known = new Set([
    ...everybody,
    ...teachers.flatMap(({ name, cells }) => [
      name,
      ...cells.flatMap(({ tags }) => tags),
    ]),
  ]);
  const unknown = [...students, ...again].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new TypeError(
    `Cannot grade ${unknown.join(", ")}: expected students as marks.csv has ` +
      "them, exercises or tasks",
  );
}
