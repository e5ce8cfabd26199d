import { csvOf } from "../csv.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import { whyLess } from "./explain.ts";
import type { OfPersons } from "./gradebook.ts";

/** One line of `tasks.csv`: a student's task. */
export interface Row {
  student: string;
  exercise: string;
  task: string;
  points: number;
  of: number;
  /** Points that wait for a person. */
  open: number;
  why: string;
  /** Seconds that the task's cells took. */
  time: number;
}

const COLUMNS = [
  "student",
  "exercise",
  "task",
  "points",
  "of",
  "open",
  "why",
  "time",
] as const satisfies (keyof Row)[];

/** The lines of a notebook: what the machine gives, and a person if they have. */
export function rowsOf(result: NotebookResult, persons?: OfPersons): Row[] {
  const { student, exercise } = result;
  const rows = new Map<string, Row>();
  for (const mark of result.marks) {
    const { task, of, durationMs } = mark;
    const scored = persons?.scores[mark.id];
    const row = rows.get(task) ??
      { student, exercise, task, points: 0, of: 0, open: 0, why: "", time: 0 };
    const waits = mark.byHand && mark.problem === undefined;
    const isOpen = scored === undefined && (waits || result.pending === true);
    const why = scored !== undefined
      ? `${scored} of ${of} by hand`
      : isOpen && waits
      ? `${of} to be marked by hand`
      : whyLess(mark);
    row.points = round(row.points + (scored ?? mark.points), 2);
    row.of += of;
    if (isOpen) row.open += of;
    const isNew = why !== "" && !row.why.endsWith(why);
    row.why = isNew && row.why !== ""
      ? `${row.why.replace(/\.$/, "")}; ${why}`
      : isNew
      ? why
      : row.why;
    row.time = round(row.time + durationMs / 1000, 3);
    rows.set(task, row);
  }
  return [...rows.values()];
}

/** The rows as CSV. */
export function taskTable(rows: readonly Row[]): string {
  return csvOf([
    COLUMNS,
    ...rows.map((row) => COLUMNS.map((name) => row[name])),
  ]);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
