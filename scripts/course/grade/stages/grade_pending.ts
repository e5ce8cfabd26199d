import type { Expected } from "../expected.ts";
import type { Grading } from "../grade_all.ts";
import { gradeNotebook } from "../grade_notebook.ts";
import { inParallel } from "../../../shared/in_parallel.ts";
import { DEFAULT_LIMITS } from "../../sandbox/mod.ts";
import type { GradingState } from "../state.ts";
import { isPending, type Planned } from "./plan.ts";

/** Grades what has no marks yet; the marks are kept as they come. */
export async function gradePending(
  pending: Planned[],
  expected: ReadonlyMap<string, Expected[]>,
  grading: Grading,
  state: GradingState,
): Promise<void> {
  const { course, openSandboxes, unsafe, limits, progress, width, signal } =
    grading;
  if (pending.length === 0) return;
  progress.start("Grading");
  await using sandboxes = openSandboxes({
    workspace: course.studentsWorkspace,
    hidden: [grading.submissions, grading.marks],
    limits,
    unsafe,
    signal,
  }, pending.length);
  let done = 0;
  await inParallel(pending, width, async (planned) => {
    const { submission, key } = planned;
    const { student, exercise } = submission;
    progress.detail(`${done} of ${pending.length}: ${student}, ${exercise}`);
    planned.result = await gradeNotebook(submission, key, {
      open: () => sandboxes.open(),
      teacher: course.teachers.find(({ name }) => name === exercise)!,
      handedOut: course.handedOut.find(({ name }) => name === exercise),
      expected: oneOf(expected.get(exercise)!),
      patienceMs: limits?.notebookMs ?? DEFAULT_LIMITS.notebookMs,
      copies: state.copies,
      library: course.library,
      signal,
    });
    if (planned.result !== undefined) await state.keep(planned.result);
    progress.detail(`${++done} of ${pending.length}`);
  }, signal);
  const graded = pending.filter((planned) => !isPending(planned)).length;
  progress.done(`${graded} of ${pending.length} notebooks`);
}

/** One of some items, which nobody can foretell. */
function oneOf<T>(items: readonly T[]): T {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return items[random % items.length];
}
