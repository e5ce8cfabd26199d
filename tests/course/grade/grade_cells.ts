import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { type CellMark, mark } from "../../../scripts/course/grade/mark.ts";
import {
  type GradingNotebook,
  readGradingNotebook,
} from "../../../scripts/course/grade/notebook.ts";
import type { Runner } from "../../../scripts/course/grade/runner.ts";
import {
  type ShownCell,
  shownCells,
} from "../../../scripts/course/grade/shown.ts";
import { ticketedRun } from "../../../scripts/course/grade/tickets.ts";
import { inProcessRunner } from "./in_process_runner.ts";
import { notebookText, TEACHER, type TestCell } from "./notebooks.ts";

/** The seed of these tests' runs. */
export const SEED = 12345;

/** A notebook as the grader reads it, with the hidden tests of these cells. */
export function notebook(cells: TestCell[]): GradingNotebook {
  const bytes = new TextEncoder().encode(notebookText(cells));
  const { name, cells: read } = readGradingNotebook(bytes, "squares");
  return {
    name,
    cells: read.map((cell, i) => ({ ...cell, hidden: cells[i].hidden })),
  };
}

/** Grades cells against the small teacher's notebook. */
export async function gradeCells(
  cells: TestCell[],
  runner: Runner = inProcessRunner(),
): Promise<{ marks: CellMark[]; shown: ShownCell[] }> {
  const teacher = notebook(TEACHER);
  const expected = await expectedValues(teacher, SEED, inProcessRunner());
  const assembled = assemble(teacher, notebook(cells));
  const ticketed = ticketedRun(assembled, SEED);
  const result = await runner(ticketed.cells);
  return {
    marks: mark(assembled, ticketed.nonces, result, expected),
    shown: shownCells(assembled, result),
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
