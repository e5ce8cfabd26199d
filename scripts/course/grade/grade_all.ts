import { join, resolve } from "node:path";
import { exists } from "mle/io/mod.ts";
import { type Expected, expectedValues } from "./expected.ts";
import { gradeNotebook, type NotebookResult } from "./grade_notebook.ts";
import { type Intake, type Roster, takeIn } from "./intake/mod.ts";
import type { GradingNotebook } from "./notebook.ts";
import {
  isChosen,
  isPending,
  type Planned,
  planOf,
  refuseUnknownNames,
  type Selection,
} from "./plan.ts";
import type { updateGradebook } from "./publish/gradebook.ts";
import type { LateRule } from "./publish/late.ts";
import type { Published } from "./publish/publish.ts";
import { publishMarks } from "./publish_marks.ts";
import { inKernels, type RunLists } from "./run_lists.ts";
import { ShareDone } from "../../shared/share_done.ts";
import { GradingState } from "./state.ts";
import {
  DEFAULT_LIMITS,
  type Limits,
  type OpenSandboxes,
} from "../sandbox/mod.ts";
import { inParallel } from "../../shared/in_parallel.ts";
import type { ProgressLine } from "../../shared/progress.ts";

// Enough that neighbours have other inputs; each costs some seconds once.
const MAX_SEEDS = 8;

/** The course against which submissions are graded. */
export interface Course {
  /** The assignment's name in nbgrader. */
  assignment: string;
  /** The teacher's edition. */
  teachers: readonly GradingNotebook[];
  /** The student's edition. */
  handedOut: readonly GradingNotebook[];
  /** What the teacher's kernel sees: the whole library. */
  teachersWorkspace: string;
  /** What a student's kernel sees: the students' edition. */
  studentsWorkspace: string;
  /** What it gets for the hidden tests, by path. */
  library: Record<string, string>;
  /** Digest of everything that affects marks. */
  version: string;
}

/** Runs notebooks on other machines. */
export interface Elsewhere {
  /** How, within which limits, and without what they could otherwise see. */
  runLists(settings: {
    hidden: string[];
    limits: Partial<Limits>;
    patienceMs: number;
  }): RunLists;
  /** The machines, in words. */
  state(): string;
}

/** A run of the grader. */
export interface Grading extends Selection {
  submissions: string;
  /** The course's list of students. */
  roster?: Roster;
  marks: string;
  course: Course;
  openSandboxes: OpenSandboxes;
  /** Other machines, which run the students' notebooks in their sandboxes. */
  elsewhere?: Elsewhere;
  unsafe: boolean;
  /**
   * The seed from which all inputs of hidden tests are drawn; by default a
   * different one each time.
   */
  seed?: number;
  /** How many notebooks run at the same time. */
  width: number;
  limits?: Partial<Limits>;
  /** The deduction for late submissions. */
  rule?: LateRule;
  progress: ProgressLine;
  signal: AbortSignal;
  gradebook: typeof updateGradebook;
}

/** The outcome of a run. */
export interface Outcome extends Published {
  intake: Intake;
  results: NotebookResult[];
  /** The number of notebooks that ran; the others already had marks. */
  graded: number;
  stopped: boolean;
}

/**
 * Grades all submissions, running only those without marks. Marks are saved one
 * by one, so that a run that was stopped or killed continues where it was.
 */
export async function gradeAll(grading: Grading): Promise<Outcome> {
  const { progress, marks, signal } = grading;
  await checkSubmissions(grading);
  using state = await GradingState.open(marks);
  const intake = await takeInAll(grading, state);
  const plan = await planOf(intake, grading, state);
  const pending = plan.filter((planned) =>
    isPending(planned) && isChosen(planned.submission, grading)
  );
  const hasEarlier = Object.keys(await state.published()).length > 0;
  if (pending.length > 0 && hasEarlier) {
    // Nobody is to find marks that no longer hold while others are made.
    await publishMarks(plan, intake, grading, state, true);
  }
  const expected = await askTeacher(pending, grading);
  await gradePending(pending, expected, grading, state);
  progress.start("Marks");
  const published = await publishMarks(plan, intake, grading, state);
  progress.done(marks);
  return {
    ...published,
    intake,
    results: plan.flatMap(({ result }) => result ?? []),
    graded: pending.length - pending.filter(isPending).length,
    stopped: signal.aborted,
  };
}

/** Marks are nobody's submissions, and must not come among them. */
async function checkSubmissions(
  { submissions, marks }: Grading,
): Promise<void> {
  const isMarks = resolve(submissions) === resolve(marks) ||
    await exists(join(submissions, ".grade"));
  if (!isMarks) return;
  throw new TypeError(
    `Cannot grade ${submissions} into ${marks}: expected a folder or zip of ` +
      "submissions and another folder for the marks, got a folder of marks",
  );
}

/** Finds out who has handed in what, and keeps a copy of it. */
async function takeInAll(
  grading: Grading,
  state: GradingState,
): Promise<Intake> {
  const { submissions, roster, course: { teachers }, progress } = grading;
  progress.start("Submissions");
  const ids = new Map(await state.kept<[string, string][]>("ids"));
  const { folder } = state.copies;
  const intake = await takeIn(submissions, teachers, folder, { roster, ids });
  await state.setKept("ids", [...ids]);
  const count = intake.submissions.length;
  progress.done(`${count} notebooks of ${intake.students.length} students`);
  refuseUnknownNames(grading, intake.students, teachers);
  return intake;
}

/**
 * The teacher's values for the exercises that are to be graded, on new inputs
 * each time, so that nothing seen in an earlier run is of any use.
 */
async function askTeacher(
  pending: readonly Planned[],
  { course, openSandboxes, unsafe, seed, progress, signal }: Grading,
): Promise<Map<string, Expected[]>> {
  const expected = new Map<string, Expected[]>();
  const counts = Map.groupBy(pending, ({ submission }) => submission.exercise);
  const workspace = course.teachersWorkspace;
  await using sandboxes = openSandboxes(
    { workspace, unsafe, signal },
    counts.size,
  );
  for (const teacher of course.teachers) {
    const { name } = teacher;
    const count = Math.min(MAX_SEEDS, counts.get(name)?.length ?? 0);
    if (count === 0) continue;
    progress.start(`Teacher's ${name}`);
    try {
      const seeds = seed === undefined
        ? [...crypto.getRandomValues(new Uint32Array(count))]
        : [seed];
      await using session = await sandboxes.open();
      expected.set(name, await expectedValues(teacher, seeds, session));
      progress.done("");
    } catch (error) {
      progress.failed();
      throw error;
    }
  }
  return expected;
}

/** Grades what has no marks yet; the marks are kept as they come. */
async function gradePending(
  pending: Planned[],
  expected: ReadonlyMap<string, Expected[]>,
  grading: Grading,
  state: GradingState,
): Promise<void> {
  const { course, openSandboxes, elsewhere, progress, width, signal } = grading;
  const { unsafe, limits = {} } = grading;
  if (pending.length === 0) return;
  progress.start("Grading");
  const hidden = [grading.submissions, grading.marks];
  const workspace = course.studentsWorkspace;
  await using sandboxes = openSandboxes(
    { workspace, hidden, limits, unsafe, signal },
    pending.length,
  );
  const patienceMs = limits.notebookMs ?? DEFAULT_LIMITS.notebookMs;
  const runLists = elsewhere?.runLists({ hidden, limits, patienceMs }) ??
    inKernels(() => sandboxes.open(), patienceMs);
  let now = "";
  const doing = () => elsewhere?.state() ?? now;
  using done = new ShareDone(pending.length, progress, doing);
  await inParallel(pending, width, async (planned) => {
    const { submission, key } = planned;
    const { student, exercise } = submission;
    now = `${student}, ${exercise}`;
    planned.result = await gradeNotebook(submission, key, {
      runLists,
      teacher: course.teachers.find(({ name }) => name === exercise)!,
      handedOut: course.handedOut.find(({ name }) => name === exercise),
      expected: oneOf(expected.get(exercise)!),
      copies: state.copies,
      library: course.library,
      signal,
    });
    if (planned.result !== undefined) await state.keep(planned.result);
    done.add();
  }, signal);
  const graded = pending.filter((planned) => !isPending(planned)).length;
  progress.done(`${graded} of ${pending.length} notebooks`);
}

/** One of some items, which nobody can foretell. */
function oneOf<T>(items: readonly T[]): T {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return items[random % items.length];
}
