import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { type CellMark, mark } from "../../../scripts/course/grade/mark.ts";
import { slim } from "../../../scripts/course/grade/intake/slim.ts";
import type { GradingNotebook } from "../../../scripts/course/grade/notebook.ts";
import { parseNotebook } from "../../../scripts/notebooks/format.ts";
import { runNotebook } from "../../../scripts/course/grade/run_notebook.ts";
import {
  type ShownCell,
  shownCells,
} from "../../../scripts/course/grade/shown.ts";
import type { Session } from "../../../scripts/course/sandbox/mod.ts";
import { inProcess } from "./in_process_session.ts";
import { notebookText, TEACHER, type TestCell } from "./notebooks.ts";
import { inKernels } from "../../../scripts/course/grade/run_lists.ts";

/** The seed of these tests' runs. */
export const SEED = 12345;

/** A notebook as the grader reads it, with the hidden tests of these cells. */
export function notebook(cells: TestCell[]): GradingNotebook {
  const bytes = new TextEncoder().encode(notebookText(cells));
  const read = parseNotebook(slim(bytes), "squares.ipynb");
  return {
    name: "squares",
    cells: read.cells.map((cell, i) => {
      const { hidden: source, takes = [] } = cells[i];
      return source === undefined
        ? cell
        : { ...cell, hidden: { source, takes } };
    }),
  };
}

/** Grades cells against the small teacher's notebook. */
export async function gradeCells(
  cells: TestCell[],
  open: () => Promise<Session> = inProcess(),
): Promise<{ marks: CellMark[]; shown: ShownCell[]; troubles: string[] }> {
  const teacher = notebook(TEACHER);
  await using session = await inProcess()();
  const [expected] = await expectedValues(teacher, [SEED], session);
  await session[Symbol.asyncDispose]();
  const assembled = assemble(teacher, notebook(cells));
  const run = await runNotebook(assembled, SEED, {
    runLists: inKernels(open, 60_000),
  });
  return {
    marks: mark(assembled, run, expected),
    shown: shownCells(assembled, run.own),
    troubles: run.troubles,
  };
}

/** Points by grade cell, those of the machine. */
export function points(marks: CellMark[]): number[] {
  return marks.filter(({ byHand }) => !byHand).map(({ points }) => points);
}

/** All reasons for lost points. */
export function reasons(marks: CellMark[]): string[] {
  return marks.flatMap(({ problem, values }) =>
    problem !== undefined
      ? [problem]
      : values.flatMap(({ name, reason }) =>
        reason === undefined ? [] : [`${name}: ${reason}`]
      )
  );
}
