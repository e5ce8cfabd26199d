import { digestOf } from "./digest.ts";
import type { Grading } from "./grade_all.ts";
import type { NotebookResult } from "./grade_notebook.ts";
import type { Intake, Submission } from "./intake/mod.ts";
import { isAskedAgain, isChosen } from "./selection.ts";
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
