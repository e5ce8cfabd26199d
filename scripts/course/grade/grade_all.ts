import { expectedValues } from "./expected.ts";
import {
  isAskedAgain,
  isChosen,
  refuseUnknownNames,
  type Selection,
} from "./selection.ts";
import { digestOf } from "./digest.ts";
import {
  gradeNotebook,
  type NotebookResult,
  ungraded,
} from "./grade_notebook.ts";
import { inParallel } from "../../shared/in_parallel.ts";
import {
  type Intake,
  type Roster,
  type Submission,
  takeIn,
} from "./intake/mod.ts";
import type { Expected } from "./mark.ts";
import type { GradingNotebook } from "./notebook.ts";
import type { updateGradebook } from "./publish/gradebook.ts";
import { handedInOf, type LateRule } from "./publish/late.ts";
import type { Published } from "./publish/publish.ts";
import { publishAndKeep } from "./republish.ts";
import type { OpenRunners } from "./runner.ts";
import { GradingState } from "./state.ts";
import type { Limits } from "../sandbox/mod.ts";
import type { ProgressLine } from "../../shared/progress.ts";

/** What submissions are graded against. */
export interface Course {
  /** The name of the whole in nbgrader. */
  assignment: string;
  /** The teacher's edition. */
  teachers: readonly GradingNotebook[];
  /** The student's edition. */
  handedOut: readonly GradingNotebook[];
  /** What the teacher's kernel sees: the whole library. */
  teachersWorkspace: string;
  /** What a student's kernel sees: the library without the answers. */
  studentsWorkspace: string;
  /** Digest of library, grader and sandbox. */
  version: string;
}

/** A run of the grader. */
export interface Grading extends Selection {
  submissions: string;
  /** The course's list of students. */
  roster?: Roster;
  marks: string;
  course: Course;
  openRunners: OpenRunners;
  unsafe: boolean;
  /** How many notebooks run at the same time. */
  width: number;
  limits?: Partial<Limits>;
  /** What being late costs. */
  rule?: LateRule;
  progress: ProgressLine;
  signal: AbortSignal;
  gradebook: typeof updateGradebook;
}

/** What came out of a run. */
export interface Outcome extends Published {
  intake: Intake;
  results: NotebookResult[];
  /** How many notebooks ran; the others' marks were there. */
  graded: number;
  stopped: boolean;
}

/**
 * Grades all submissions; only those run whose marks are not there yet. Marks
 * are kept as they come, so that a run that was stopped or killed goes on where
 * it was.
 */
export async function gradeAll(grading: Grading): Promise<Outcome> {
  const { submissions, marks, course, progress, signal } = grading;
  using state = await GradingState.open(marks);
  progress.start("Submissions");
  const ids = await state.kept<Record<string, string>>("ids") ?? {};
  const { roster } = grading;
  const intake = await takeIn(submissions, course.teachers, state.copies, {
    roster,
    ids,
  });
  await state.setKept("ids", ids);
  const count = intake.submissions.length;
  progress.done(`${count} notebooks of ${intake.students.length} students`);
  refuseUnknownNames(grading, intake.students, course.teachers);
  const plan = await planOf(intake, grading, state);
  const pending = plan.filter(({ submission, result }) =>
    result === undefined && isChosen(submission, grading)
  );
  const earlier = await state.published();
  const publishAll = (isPartial: boolean) =>
    publishAndKeep({
      marks,
      names: intake.names,
      handedIn: handedInOf(intake.submissions),
      rule: grading.rule,
      roster: roster && { ...roster, students: intake.lines },
      isPartial,
      assignment: course.assignment,
      teachers: course.teachers,
      results: complete(plan, intake, Object.keys(earlier), course.teachers),
      refusals: intake.refusals,
      state,
      gradebook: grading.gradebook,
    });
  // Nobody is to find marks of an earlier run while this one is at work.
  if (pending.length > 0 && Object.keys(earlier).length > 0) {
    await publishAll(true);
  }
  const expected = await expectedOf(pending, grading, state);
  await gradePending(pending, expected, grading, state);
  progress.start("Marks");
  const published = await publishAll(signal.aborted);
  progress.done(marks);
  return {
    ...published,
    intake,
    results: plan.flatMap(({ result }) => result ?? []),
    graded: pending.filter(({ result }) => result !== undefined).length,
    stopped: signal.aborted,
  };
}

interface Planned {
  submission: Submission;
  key: string;
  result: NotebookResult | undefined;
}

function planOf(
  { submissions }: Intake,
  grading: Grading,
  state: GradingState,
): Promise<Planned[]> {
  const { course, unsafe } = grading;
  return Promise.all(submissions.map(async (submission) => {
    const { student, exercise, digest } = submission;
    const teacher = course.teachers.find(({ name }) => name === exercise);
    const { seed } = state;
    const key = digestOf([digest, teacher, course.version, seed, unsafe]);
    const kept = await state.result(student, exercise);
    const isValid = isChosen(submission, grading)
      ? kept?.key === key && !isAskedAgain(kept, grading)
      : kept?.digest === digest;
    return { submission, key, result: isValid ? kept : undefined };
  }));
}

/** The teacher's values for the exercises that are to be graded. */
async function expectedOf(
  pending: readonly Planned[],
  grading: Grading,
  state: GradingState,
): Promise<Map<string, Expected>> {
  const { course, openRunners, unsafe, progress, signal } = grading;
  const { seed } = state;
  const expected = new Map<string, Expected>();
  const needed = course.teachers.filter(({ name }) =>
    pending.some(({ submission }) => submission.exercise === name)
  );
  const workspace = course.teachersWorkspace;
  await using runners = openRunners(
    { workspace, unsafe, signal },
    needed.length,
  );
  for (const teacher of needed) {
    const { name } = teacher;
    progress.start(`Teacher's ${name}`);
    try {
      const key = digestOf([teacher, course.version, seed]);
      const values = await state.cached(
        `expected.${name}`,
        key,
        () => expectedValues(teacher, seed, (cells) => runners.run(cells)),
      );
      expected.set(name, values);
      progress.done("");
    } catch (error) {
      progress.failed();
      throw error;
    }
  }
  return expected;
}

async function gradePending(
  pending: Planned[],
  expected: Map<string, Expected>,
  grading: Grading,
  state: GradingState,
): Promise<void> {
  const { course, openRunners, unsafe, progress, width, signal } = grading;
  const { limits } = grading;
  if (pending.length === 0) return;
  progress.start("Grading");
  const workspace = course.studentsWorkspace;
  await using runners = openRunners(
    { workspace, unsafe, signal, limits },
    pending.length,
  );
  let done = 0;
  await inParallel(pending, width, async (planned) => {
    const { submission, key } = planned;
    const { student, exercise } = submission;
    progress.detail(`${done} of ${pending.length}: ${student}, ${exercise}`);
    planned.result = await gradeNotebook(submission, key, {
      runner: (cells) => runners.run(cells),
      teacher: course.teachers.find(({ name }) => name === exercise)!,
      handedOut: course.handedOut.find(({ name }) => name === exercise),
      expected: expected.get(exercise)!,
      seed: state.seed,
      copies: state.copies,
      signal,
    });
    if (planned.result !== undefined) await state.keep(planned.result);
    progress.detail(`${++done} of ${pending.length}`);
  }, signal);
  const graded = pending.filter(({ result }) => result !== undefined).length;
  progress.done(`${graded} of ${pending.length} notebooks`);
}

/** A result for every student, of an earlier run too, and every exercise. */
function complete(
  plan: readonly Planned[],
  { students, refusals }: Intake,
  earlier: string[],
  teachers: readonly GradingNotebook[],
): NotebookResult[] {
  const all = [...new Set([...students, ...earlier])].sort();
  return all.flatMap((student) =>
    teachers.map((teacher) => {
      const planned = plan.find(({ submission }) =>
        submission.student === student && submission.exercise === teacher.name
      );
      if (planned?.result) return planned.result;
      if (planned) {
        const { digest } = planned.submission;
        return { ...ungraded(student, teacher, "Not graded yet."), digest };
      }
      const refused = refusals.find((refusal) =>
        refusal.student === student &&
        (refusal.exercise ?? teacher.name) === teacher.name
      );
      return refused === undefined
        ? ungraded(student, teacher, "Nothing was handed in.")
        : ungraded(student, teacher, `${refused.path}: ${refused.reason}`, {
          isRefused: true,
        });
    })
  );
}
