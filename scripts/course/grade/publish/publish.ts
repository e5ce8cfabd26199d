import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { removeIfThere } from "../../../shared/remove_if_there.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import type { Refusal } from "../intake/mod.ts";
import type { GradingNotebook } from "../notebook.ts";
import type { GradingState } from "../state.ts";
import { autogradedNotebook } from "./autograded.ts";
import { feedbackPage } from "./feedback.ts";
import type { ByHand, updateGradebook } from "./gradebook.ts";
import { csvOf, type Row, rowsOf } from "./table.ts";

// The folder may be moved, and is where formgrader is started.
const CONFIG = `import os

c = get_config()
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.Exchange.path_includes_course = False
`;

/** All marks, and what they are written for. */
export interface Publication {
  marks: string;
  assignment: string;
  teachers: readonly GradingNotebook[];
  results: readonly NotebookResult[];
  refusals: readonly Refusal[];
  state: GradingState;
  /** {@linkcode updateGradebook}, or what a test puts in its place. */
  gradebook: typeof updateGradebook;
}

/** What has been written. */
export interface Published {
  rows: Row[];
  byHand: ByHand;
}

/**
 * Writes the marks: nbgrader's gradebook and notebooks for formgrader,
 * `marks.csv`, and a page for each student. What an earlier run has written of
 * other marks is replaced or removed.
 */
export async function publish(publication: Publication): Promise<Published> {
  const { marks, assignment, teachers, results, refusals, state } = publication;
  const published = await state.published();
  const update = { assignment, teachers, results, published };
  const byHand = await publication.gradebook(marks, update);
  await state.setPublished(digestsOf(results));
  const rows = results.flatMap((result) => rowsOf(result, byHand.scores));
  await writeFileAtomically(join(marks, "marks.csv"), csvOf(rows));
  await writeFileAtomically(join(marks, "nbgrader_config.py"), CONFIG);
  // Formgrader lists the assignments that have a folder there.
  await Deno.mkdir(join(marks, "source", assignment), { recursive: true });
  for (const result of results) await writeAutograded(result, publication);
  for (const student of studentsOf(results)) {
    const folder = join(marks, "feedback", student, assignment);
    await Deno.mkdir(folder, { recursive: true });
    const page = feedbackPage({
      student,
      results: results.filter((result) => result.student === student),
      scores: byHand.scores,
      refusals: refusals.filter((refusal) => refusal.student === student),
    });
    await writeFileAtomically(join(folder, "feedback.html"), page);
  }
  return { rows, byHand };
}

/** A notebook that was not graded is not there for formgrader, either. */
async function writeAutograded(
  result: NotebookResult,
  { marks, assignment }: Publication,
): Promise<void> {
  const folder = join(marks, "autograded", result.student, assignment);
  const path = join(folder, `${result.exercise}.ipynb`);
  if (result.cells.length === 0) return await removeIfThere(path);
  await Deno.mkdir(folder, { recursive: true });
  await writeFileAtomically(path, autogradedNotebook(result));
}

function studentsOf(results: readonly NotebookResult[]): Set<string> {
  return new Set(results.map(({ student }) => student));
}

function digestsOf(
  results: readonly NotebookResult[],
): Record<string, Record<string, string>> {
  const digests: Record<string, Record<string, string>> = {};
  for (const { student, exercise, digest } of results) {
    (digests[student] ??= {})[exercise] = digest;
  }
  return digests;
}
