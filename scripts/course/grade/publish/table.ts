import type { NotebookResult } from "../grade_notebook.ts";
import { whyLess } from "./explain.ts";
import type { HandScores } from "./gradebook.ts";

/** One line of `marks.csv`: a student's task. */
export interface Row {
  student: string;
  exercise: string;
  task: string;
  points: number;
  of: number;
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
  "why",
  "time",
] as const satisfies (keyof Row)[];

/** The lines of a notebook: what the machine gives, and a person if they have. */
export function rowsOf(result: NotebookResult, byHand: HandScores): Row[] {
  const { student, exercise } = result;
  const rows = new Map<string, Row>();
  for (const mark of result.marks) {
    const { task, of, durationMs } = mark;
    const scored = byHand[student]?.[exercise]?.[mark.id];
    const row = rows.get(task) ??
      { student, exercise, task, points: 0, of: 0, why: "", time: 0 };
    const why = scored !== undefined
      ? `${scored} of ${of} by hand`
      : mark.byHand && mark.problem === undefined
      ? `${of} to be marked by hand`
      : whyLess(mark);
    row.points = round(row.points + (scored ?? mark.points), 4);
    row.of += of;
    row.why = row.why !== "" && why !== ""
      ? `${row.why.replace(/\.$/, "")}; ${why}`
      : row.why + why;
    row.time = round(row.time + durationMs / 1000, 3);
    rows.set(task, row);
  }
  return [...rows.values()];
}

/** The rows as CSV (RFC 4180), in which no cell is a spreadsheet's formula. */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => COLUMNS.map((name) => field(row[name])));
  return [COLUMNS, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value.trimStart()) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless)
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
