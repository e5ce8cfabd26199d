import type { Grading } from "../grade_all.ts";
import { type Intake, takeIn } from "../intake/mod.ts";
import { refuseUnknownNames } from "../selection.ts";
import type { GradingState } from "../state.ts";

/** Finds out who has handed in what, and keeps a copy of it. */
export async function takeInAll(
  grading: Grading,
  state: GradingState,
): Promise<Intake> {
  const { submissions, roster, course, progress } = grading;
  progress.start("Submissions");
  const ids = new Map(await state.kept<[string, string][]>("ids"));
  const { teachers } = course;
  const intake = await takeIn(submissions, teachers, state.copies.folder, {
    roster,
    ids,
  });
  await state.setKept("ids", [...ids]);
  const count = intake.submissions.length;
  progress.done(`${count} notebooks of ${intake.students.length} students`);
  refuseUnknownNames(grading, intake.students, course.teachers);
  return intake;
}
