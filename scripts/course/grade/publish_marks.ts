import { basename } from "node:path";
import type { Grading } from "./grade_all.ts";
import { type NotebookResult, ungraded } from "./grade_notebook.ts";
import type { Intake } from "./intake/mod.ts";
import type { GradingNotebook } from "./notebook.ts";
import type { Published } from "./publish/publish.ts";
import { publishAndKeep } from "./republish.ts";
import type { GradingState } from "./state.ts";
import type { Planned } from "./plan.ts";

/** Writes all marks that there are. */
export async function publishMarks(
  plan: readonly Planned[],
  intake: Intake,
  { marks, roster, rule, course, gradebook, signal, progress }: Grading,
  state: GradingState,
  isPartial = signal.aborted,
): Promise<Published> {
  const earlier = Object.keys(await state.published());
  const whose = new Map(intake.lines);
  const lines = roster?.lines
    .map((cells, i) => ({ cells, student: whose.get(i) }));
  return await publishAndKeep({
    marks,
    names: intake.names,
    handedIn: intake.handedIn,
    rule,
    roster: lines && { lines, marks: roster!.marks },
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
      const refused = refusalsOf.get(student)?.find(({ exercise, settled }) =>
        !settled && (exercise ?? teacher.name) === teacher.name
      );
      if (planned?.result) {
        return refused ? withTextsOpen(planned.result) : planned.result;
      }
      if (planned) {
        const { digest } = planned.submission;
        const result = ungraded(student, teacher, "Not graded yet.");
        return { ...result, digest, pending: true };
      }
      if (refused === undefined) {
        return ungraded(student, teacher, "Nothing was handed in.");
      }
      const problem = `${basename(refused.path)}: ${refused.reason}`;
      return ungraded(student, teacher, problem, { isRefused: true });
    })
  );
}

/** A text that seems to be missing may stand in a file that nobody has read yet. */
function withTextsOpen(result: NotebookResult): NotebookResult {
  const marks = result.marks.map((mark) =>
    mark.byHand ? { ...mark, problem: undefined } : mark
  );
  return { ...result, marks };
}
