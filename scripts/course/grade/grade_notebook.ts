import { assemble, type AssembledCell } from "./assemble.ts";
import type { Copies } from "./copies.ts";
import type { Submission } from "./intake/mod.ts";
import type { Expected } from "./expected.ts";
import { type CellMark, mark, markAsZero } from "./mark.ts";
import type { GradingNotebook } from "./notebook.ts";
import { type KernelSource, runNotebook } from "./run_notebook.ts";
import { type ShownCell, shownCells, shownFiles } from "./shown.ts";

/** The marks of a student's notebook, and what is shown of it. */
export interface NotebookResult {
  student: string;
  exercise: string;
  /**
   * A digest of everything that affects the marks; empty if they must be made
   * again next time.
   */
  key: string;
  /** Digest of the submission; empty if there is none. */
  digest: string;
  /** The seed of the inputs of its hidden tests; undefined if they did not run. */
  seed?: number;
  marks: CellMark[];
  cells: ShownCell[];
  /** What a person should know about the run, if it did not end as it should. */
  trouble?: string;
  /** Set while it is to be graded: all its points are open. */
  pending?: true;
}

/** What the grading of all submissions of an exercise shares. */
export interface ExerciseGrading extends KernelSource {
  teacher: GradingNotebook;
  handedOut?: GradingNotebook;
  expected: Expected;
  copies: Copies;
  signal?: AbortSignal;
}

/**
 * Grades a submission. The result reports whatever goes wrong, with zero
 * points. Returns undefined if it was stopped.
 */
export async function gradeNotebook(
  submission: Submission,
  key: string,
  grading: ExerciseGrading,
): Promise<NotebookResult | undefined> {
  const { student, exercise, digest } = submission;
  const base = { student, exercise, digest };
  const { teacher, handedOut, signal } = grading;
  let assembled = assemble(teacher, { name: exercise, cells: [] });
  try {
    const { cells, files } = await grading.copies.notebook(digest);
    assembled = assemble(teacher, { name: exercise, cells }, handedOut);
    const { seed } = grading.expected;
    const run = await runNotebook(assembled, seed, grading, files);
    if (run.end?.end === "stopped") return undefined;
    const troubles = run.end ? [run.end.message] : run.troubles;
    return {
      ...base,
      key: run.end ? "" : key,
      seed,
      marks: mark(assembled, run, grading.expected),
      cells: [...shownCells(assembled, run.own), ...shownFiles(files)],
      trouble: troubles.length > 0 ? troubles.join(" ") : undefined,
      pending: run.end && true, // it failed for no fault of the student's
    };
  } catch (error) {
    if (signal?.aborted) return undefined;
    const trouble = `The grader failed on this notebook: ${error}`;
    return { ...base, key: "", ...zero(assembled, trouble), trouble };
  }
}

/**
 * Marks of an exercise for which there is nothing to grade. A person may still
 * accept what was refused, so texts wait for one.
 */
export function ungraded(
  student: string,
  teacher: GradingNotebook,
  problem: string,
  { isRefused = false } = {},
): NotebookResult {
  const assembled = assemble(teacher, { name: teacher.name, cells: [] });
  const base = { student, exercise: teacher.name, key: "", digest: "" };
  const { marks, cells } = zero(
    assembled.filter(({ graded }) => graded !== undefined)
      .map((cell) => ({
        ...cell,
        notes: cell.graded?.byHand ? [problem] : [],
      })),
    problem,
  );
  if (!isRefused) return { ...base, marks, cells: [] };
  const waiting = marks.map((mark) =>
    mark.byHand ? { ...mark, problem: undefined } : mark
  );
  return { ...base, marks: waiting, cells };
}

function zero(assembled: readonly AssembledCell[], problem: string) {
  return {
    marks: markAsZero(assembled, problem),
    cells: shownCells(assembled, []),
  };
}
