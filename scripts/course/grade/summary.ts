import type { Outcome } from "./grade_all.ts";
import { plainText } from "./shown.ts";

/** What a run came to, in lines for a person. */
export function summary({ intake, results, graded, rows }: Outcome): string[] {
  const students = new Set(rows.map(({ student }) => student)).size;
  const total = (pick: "points" | "of") =>
    rows.reduce((sum, row) => sum + row[pick], 0);
  return [
    `${counted(students, "student")}, ` +
    `${counted(intake.submissions.length, "notebook")}: ` +
    `${graded} graded now, ${results.length - graded} as before`,
    `${Number(total("points").toFixed(2))} of ${total("of")} points`,
  ];
}

/** What needs a person, a line each. */
export function needsPerson(outcome: Outcome): string[] {
  const { intake, results, byHand } = outcome;
  const refused = intake.refusals.filter(({ settled }) => !settled)
    .map(({ student, path, reason }) =>
      [student, path, reason].filter(Boolean).join(": ")
    );
  const trouble = results.flatMap(({ student, exercise, trouble }) =>
    trouble === undefined ? [] : [`${student}, ${exercise}: ${trouble}`]
  );
  const waiting = byHand.waiting === 0
    ? []
    : [`${counted(byHand.waiting, "answer")} to be marked in formgrader`];
  return [...refused, ...trouble, ...waiting]
    .map((line) => plainText(line).replaceAll("\n", " "));
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
