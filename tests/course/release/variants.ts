import { join } from "node:path";
import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { gradingLibrary } from "../../../scripts/course/grade/course.ts";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { type CellMark, mark } from "../../../scripts/course/grade/mark.ts";
import type { GradingNotebook } from "../../../scripts/course/grade/notebook.ts";
import { readTeachersNotebook } from "../../../scripts/course/grade/teachers_notebook.ts";
import {
  hiddenCells,
  ownCells,
} from "../../../scripts/course/grade/tickets.ts";
import { NOTEBOOKS } from "../../../scripts/notebooks/sources.ts";
import {
  Sandboxes,
  sandboxProblem,
  type Session,
} from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

/** Texts of solution cells, by their id; the others stay the teacher's. */
export type Variant = Map<string, string>;

/** What became of a variant. */
export interface GradedVariant {
  /** By the grade cell's id. */
  marks: Map<string, CellMark>;
  /** What each self-check said; nothing if it was content. */
  said: Map<string, string | undefined>;
}

/**
 * Grades many variants of a notebook, one after the other in one kernel, which
 * is as good as a kernel for each, since a cell may declare a name again.
 */
export async function gradeVariants(
  name: string,
  workspace: string,
  variants: readonly Variant[],
): Promise<GradedVariant[]> {
  const teacher = await readTeachersNotebook(join(NOTEBOOKS, name));
  const [expected] = await inKernel(
    ROOT,
    (session) => expectedValues(teacher, [1_234_567], session),
  );
  const library = await gradingLibrary();
  return await inKernel(workspace, async (session) => {
    const graded: GradedVariant[] = [];
    for (const variant of variants) {
      const assembled = assemble(teacher, submission(teacher, variant));
      const isNew = graded.length === 0;
      const setup = new Set(
        assembled.filter(({ role }) => role === "setup").map(({ id }) => id),
      );
      const { cells: own } = await session.run(
        ownCells(assembled).filter(({ id }) => isNew || !setup.has(id)),
      );
      const { cells, nonces } = hiddenCells(assembled, expected.seed);
      const { cells: hidden } = await session.run(cells, library);
      const marks = mark(assembled, { own, hidden, nonces }, expected);
      graded.push({
        marks: new Map(marks.map((cellMark) => [cellMark.id, cellMark])),
        said: new Map(own.map(({ id, error }) => [id, error?.message])),
      });
    }
    return graded;
  });
}

async function inKernel<T>(
  workspace: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  // What runs here is the project's own; without a sandbox it is as good.
  const unsafe = await sandboxProblem() !== undefined;
  const limits = { notebookMs: 900_000 };
  await using sandboxes = new Sandboxes({ workspace, limits, unsafe }, 1);
  await using session = await sandboxes.open();
  return await work(session);
}

function submission(
  teacher: GradingNotebook,
  variant: Variant,
): GradingNotebook {
  return {
    ...teacher,
    cells: teacher.cells.map((cell) => ({
      ...cell,
      source: variant.get(cell.id) ?? cell.source,
    })),
  };
}
