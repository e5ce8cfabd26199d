import { basename } from "node:path";
import { exerciseOf } from "../tasks/exercises.ts";
import { hiddenTestsOf } from "../tasks/hidden_tests.ts";
import { nbgraderMetadata } from "../tasks/nbgrader_metadata.ts";
import { type GradingNotebook, readGradingNotebook } from "./notebook.ts";

/** A notebook of the teacher's edition, with its tasks' points and hidden tests. */
export async function readTeachersNotebook(
  path: string,
): Promise<GradingNotebook> {
  const name = basename(path, ".ipynb");
  const notebook = readGradingNotebook(await Deno.readFile(path), name);
  const exercise = exerciseOf(name);
  if (exercise === undefined) return notebook;
  const cells = notebook.cells.map(async (cell) => {
    const metadata = nbgraderMetadata(exercise, cell);
    const hidden = await hiddenTestsOf(exercise, cell.id);
    const nbgrader = metadata && { points: 0, ...metadata };
    return { ...cell, nbgrader, hidden };
  });
  return { name, cells: await Promise.all(cells) };
}
