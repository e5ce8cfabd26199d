import { csvOf } from "../csv.ts";
import { column, type Roster } from "../intake/mod.ts";
import { daysLate, type HandedIn, type LateRule } from "./late.ts";
import { sumOf } from "./sum.ts";
import type { Row } from "./table.ts";

/** One line of `marks.csv`: a student. */
export interface Total {
  student: string;
  name: string;
  /** Points by exercise. */
  exercises: number[];
  points: number;
  of: number;
  handedIn: string;
  daysLate: number | "unknown";
  deduction: number;
  total: number;
  /** Points that wait for a person. */
  open: number;
}

/** What totals are made from. */
export interface TotalsSettings {
  exercises: readonly string[];
  names: Readonly<Record<string, string>>;
  handedIn: Readonly<Record<string, HandedIn>>;
  rule?: LateRule;
}

/** Each student's points, by exercise and altogether. */
export function totalsOf(
  rows: readonly Row[],
  { exercises, names, handedIn, rule }: TotalsSettings,
): Total[] {
  return [...Map.groupBy(rows, ({ student }) => student)]
    .map(([student, own]) => {
      const byExercise = Map.groupBy(own, ({ exercise }) => exercise);
      const pointsOf = (rows: Row[] = []) =>
        sumOf(rows, ({ points }) => points);
      const points = pointsOf(own);
      const when = handedIn[student] ?? {};
      const days = daysLate(when, rule?.due);
      const share = Math.min(1, (days ?? 0) * (rule?.percentPerDay ?? 0) / 100);
      const deduction = Number((points * share).toFixed(2));
      return {
        student,
        name: names[student] ?? student,
        exercises: exercises.map((name) => pointsOf(byExercise.get(name))),
        points,
        of: sumOf(own, ({ of }) => of),
        handedIn: when.time ?? "",
        daysLate: days ?? "unknown",
        deduction,
        total: Number((points - deduction).toFixed(2)),
        open: sumOf(own, ({ open }) => open),
      };
    });
}

/** The totals as CSV. */
export function totalsTable(
  totals: readonly Total[],
  exercises: readonly string[],
): string {
  return csvOf([
    ["student", "name", ...exercises, "points", "of", "handed_in"]
      .concat("days_late", "deduction", "total", "open"),
    ...totals.map((line) => [
      ...[line.student, line.name, ...line.exercises, line.points, line.of],
      ...[line.handedIn, line.daysLate, line.deduction, line.total, line.open],
    ]),
  ]);
}

/** A roster's lines, and whose they are. */
export interface RosterLines extends Pick<Roster, "marks"> {
  lines: { cells: string[]; student?: string }[];
}

/**
 * The roster as it came, with the total of everybody on it of whom nothing waits
 * for a person: what the platform that it is from takes as marks.
 */
export function gradesFor(
  { lines, marks }: RosterLines,
  totals: readonly Total[],
  assignment: string,
): string {
  const [{ cells: header }] = lines;
  const own = column(header, marks.mark ?? []);
  const plain = (text: string) => text.toLowerCase().replaceAll(/[_ ]/g, "");
  const named = header.findIndex((title) =>
    plain(title).startsWith(plain(assignment))
  );
  const at = own >= 0 ? own : named >= 0 ? named : header.length;
  const byStudent = new Map(totals.map((line) => [line.student, line]));
  return csvOf(
    lines.map(({ cells, student = "" }, i) => {
      const line = [...cells] as (string | number)[];
      while (line.length < Math.max(header.length, at)) line.push("");
      const total = byStudent.get(student);
      if (i === 0 && at === header.length) line[at] = assignment;
      else if (total !== undefined && total.open === 0) {
        line[at] = total.total;
        for (const [name, value] of Object.entries(marks.set ?? {})) {
          const place = column(header, [name]);
          if (place >= 0) line[place] = value;
        }
      } else line[at] ??= "";
      return line;
    }),
    { formulas: "as they came" },
  );
}
