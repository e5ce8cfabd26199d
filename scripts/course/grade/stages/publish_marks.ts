import type { Grading } from "../grade_all.ts";
import { type NotebookResult, ungraded } from "../grade_notebook.ts";
import type { Intake } from "../intake/mod.ts";
import type { GradingNotebook } from "../notebook.ts";
import { handedInOf } from "../publish/late.ts";
import type { Published } from "../publish/publish.ts";
import { publishAndKeep } from "../republish.ts";
import type { GradingState } from "../state.ts";
import type { Planned } from "./plan.ts";

/** Writes all marks that there are. */
export async function publishMarks(
  plan: readonly Planned[],
  intake: Intake,
  grading: Grading,
  state: GradingState,
): Promise<Published> {
  const { progress, marks } = grading;
  progress.start("Marks");
  const published = await publishAll(plan, intake, grading, state);
  progress.done(marks);
  return published;
}

/** Takes back marks that no longer hold: nobody is to find them while others are made. */
export async function withdrawEarlier(
  plan: readonly Planned[],
  intake: Intake,
  grading: Grading,
  state: GradingState,
): Promise<void> {
  const earlier = Object.keys(await state.published());
  if (earlier.length > 0) {
    await publishAll(plan, intake, grading, state, true);
  }
}

async function publishAll(
  plan: readonly Planned[],
  intake: Intake,
  { marks, roster, rule, course, gradebook, signal, progress }: Grading,
  state: GradingState,
  isPartial = signal.aborted,
): Promise<Published> {
  const earlier = Object.keys(await state.published());
  return await publishAndKeep({
    marks,
    names: intake.names,
    handedIn: handedInOf(intake.submissions),
    rule,
    roster: roster && { ...roster, students: intake.lines },
    isPartial,
    assignment: course.assignment,
    teachers: course.teachers,
    results: complete(plan, intake, earlier, course.teachers),
    refusals: intake.refusals,
    state,
    gradebook,
    detail: (text) => progress.detail(text),
  });
}

/** A result for every student, of an earlier run too, and every exercise. */
function complete(
  plan: readonly Planned[],
  { students, refusals }: Intake,
  earlier: string[],
  teachers: readonly GradingNotebook[],
): NotebookResult[] {
  const all = [...new Set([...students, ...earlier])].sort();
  const planOf = Map.groupBy(plan, ({ submission }) => submission.student);
  const refusalsOf = Map.groupBy(refusals, ({ student }) => student);
  return all.flatMap((student) =>
    teachers.map((teacher) => {
      const planned = planOf.get(student)?.find(({ submission }) =>
        submission.exercise === teacher.name
      );
      if (planned?.result) return planned.result;
      if (planned) {
        const { digest } = planned.submission;
        return { ...ungraded(student, teacher, "Not graded yet."), digest };
      }
      const refused = refusalsOf.get(student)?.find(({ exercise }) =>
        (exercise ?? teacher.name) === teacher.name
      );
      return refused === undefined
        ? ungraded(student, teacher, "Nothing was handed in.")
        : ungraded(student, teacher, `${refused.path}: ${refused.reason}`, {
          isRefused: true,
        });
    })
  );
}
