import { basename } from "node:path";
import { readNotebook } from "../../notebooks/format.ts";
import { exerciseOf } from "../tasks/exercises.ts";
import { hiddenTestsOf } from "../tasks/hidden_tests.ts";
import { nbgraderMetadata } from "../tasks/nbgrader_metadata.ts";
import type { GradingNotebook } from "./notebook.ts";

/** A notebook of the teacher's edition, with its tasks' points and hidden tests. */
export async function readTeachersNotebook(
  path: string,
): Promise<GradingNotebook> {
  const name = basename(path, ".ipynb");
  const { cells } = await readNotebook(path);
  const exercise = exerciseOf(name);
  if (exercise === undefined) return { name, cells };
  const graded = cells.map(async (cell) => ({
    ...cell,
    nbgrader: nbgraderMetadata(exercise, cell),
    hidden: await hiddenTestsOf(exercise, cell.id),
  }));
  return { name, cells: await Promise.all(graded) };
}
