import { expectedValues } from "./expected.ts";
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
import { publish, type Published } from "./publish/publish.ts";
import type { OpenRunners } from "./runner.ts";
import { GradingState } from "./state.ts";
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
export interface Grading {
  submissions: string;
  /** The course's list of students. */
  roster?: Roster;
  marks: string;
  course: Course;
  openRunners: OpenRunners;
  unsafe: boolean;
  /** How many notebooks run at the same time. */
  width: number;
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
  const ids = await state.ids();
  const { roster } = grading;
  const intake = await takeIn(submissions, course.teachers, state.copies, {
    roster,
    ids,
  });
  await state.keepIds(ids);
  const count = intake.submissions.length;
  progress.done(`${count} notebooks of ${intake.students.length} students`);
  const plan = await planOf(intake, grading, state);
  const pending = plan.filter(({ result }) => result === undefined);
  const earlier = await state.published();
  const publishAll = () =>
    publish({
      marks,
      assignment: course.assignment,
      teachers: course.teachers,
      results: complete(plan, intake, Object.keys(earlier), course.teachers),
      refusals: intake.refusals,
      state,
      gradebook: grading.gradebook,
    });
  // Nobody is to find marks of an earlier run while this one is at work.
  if (pending.length > 0 && Object.keys(earlier).length > 0) await publishAll();
  const expected = await expectedOf(pending, grading, state);
  await gradePending(pending, expected, grading, state);
  progress.start("Marks");
  const published = await publishAll();
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
  { course, unsafe }: Grading,
  state: GradingState,
): Promise<Planned[]> {
  return Promise.all(submissions.map(async (submission) => {
    const { student, exercise, digest } = submission;
    const teacher = course.teachers.find(({ name }) => name === exercise);
    const { seed } = state;
    const key = digestOf([digest, teacher, course.version, seed, unsafe]);
    const result = await state.result(student, exercise, key);
    return { submission, key, result };
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
  if (pending.length === 0) return;
  progress.start("Grading");
  const workspace = course.studentsWorkspace;
  await using runners = openRunners(
    { workspace, unsafe, signal },
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
