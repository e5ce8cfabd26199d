import type { NotebookResult } from "./grade_notebook.ts";
import type { Intake, Roster } from "./intake/mod.ts";
import type { GradingNotebook } from "./notebook.ts";
import type { updateGradebook } from "./publish/gradebook.ts";
import type { LateRule } from "./publish/late.ts";
import type { Published } from "./publish/publish.ts";
import { isChosen, type Selection } from "./selection.ts";
import { askTeacher } from "./stages/ask_teacher.ts";
import { gradePending } from "./stages/grade_pending.ts";
import { isPending, planOf } from "./stages/plan.ts";
import { publishMarks, withdrawEarlier } from "./stages/publish_marks.ts";
import { takeInAll } from "./stages/take_in_all.ts";
import { GradingState } from "./state.ts";
import type { Limits, OpenSandboxes } from "../sandbox/mod.ts";
import type { ProgressLine } from "../../shared/progress.ts";

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

/** A run of the grader. */
export interface Grading extends Selection {
  submissions: string;
  /** The course's list of students. */
  roster?: Roster;
  marks: string;
  course: Course;
  openSandboxes: OpenSandboxes;
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
  using state = await GradingState.open(grading.marks);
  const intake = await takeInAll(grading, state);
  const plan = await planOf(intake, grading, state);
  const pending = plan.filter((planned) =>
    isPending(planned) && isChosen(planned.submission, grading)
  );
  if (pending.length > 0) await withdrawEarlier(plan, intake, grading, state);
  const expected = await askTeacher(pending, grading);
  await gradePending(pending, expected, grading, state);
  const published = await publishMarks(plan, intake, grading, state);
  return {
    ...published,
    intake,
    results: plan.flatMap(({ result }) => result ?? []),
    graded: pending.length - pending.filter(isPending).length,
    stopped: grading.signal.aborted,
  };
}
