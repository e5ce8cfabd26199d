import type { Outcome } from "./grade_all.ts";
import type { Published } from "./publish/publish.ts";
import { sumOf } from "./publish/sum.ts";
import { plainText } from "./shown.ts";

const SHOWN_CHANGES = 20; // all stand in changes.csv

/** The outcome of a run, as lines for people. */
export function summary(
  { intake, results, graded, ...rest }: Outcome,
): string[] {
  return [
    `${counted(rest.totals.length, "student")}, ` +
    `${counted(intake.submissions.length, "notebook")}: ` +
    `${graded} graded now, ${results.length - graded} as before`,
    ...publishedSummary(rest),
  ];
}

/** A summary of the marks, and of those that have changed. */
export function publishedSummary(
  { totals, changes }: Pick<Published, "totals" | "changes">,
): string[] {
  const lines = changes.map(({ student, exercise, task, before, after }) =>
    `${student}, ${exercise}, ${task}: ${before} → ${after}`
  );
  const shown = lines.slice(0, SHOWN_CHANGES);
  return [
    `${sumOf(totals, ({ total }) => total)} of ` +
    `${sumOf(totals, ({ of }) => of)} points`,
    ...lines.length === 0 ? [] : ["", "Points have changed (changes.csv):"],
    ...shown.map((line) => `- ${line}`),
    ...lines.length > shown.length
      ? [`- … and ${lines.length - shown.length} more`]
      : [],
  ];
}

/**
 * What a person has to look at, one line each.
 *
 * @param due The time after which handing in is late, if there is one.
 */
export function needsPerson(outcome: Outcome, due?: string): string[] {
  const { intake, results, waiting, alike, totals } = outcome;
  const refused = intake.refusals.filter(({ settled }) => !settled)
    .map(({ student, path, reason }) =>
      [student, path, reason].filter(Boolean).join(": ")
    );
  const strangers = intake.strangers.map((student) =>
    `${student}: who is it? There is nobody of this name on the roster`
  );
  const trouble = results.flatMap(({ student, exercise, trouble }) =>
    trouble === undefined ? [] : [`${student}, ${exercise}: ${trouble}`]
  );
  const same = alike.map(({ students, exercise }) =>
    `${students.join(", ")}: ${exercise} is the same but for names and comments`
  );
  const late = totals.filter(({ daysLate }) => daysLate === "unknown")
    .map(({ student }) => `${student}: handed in late, it is not known when`);
  const handedIn = new Set(intake.submissions.map(({ student }) => student));
  const timeless = due === undefined
    ? []
    : totals.filter((total) =>
      total.handedIn === "" && total.daysLate === 0 &&
      handedIn.has(total.student)
    );
  const times = timeless.length === 0 ? [] : [
    `${
      counted(timeless.length, "student")
    } of whom it is not known when they ` +
    "handed in: nothing was deducted",
  ];
  const open = waiting === 0
    ? []
    : [`${counted(waiting, "answer")} to be marked in formgrader`];
  return [
    ...refused,
    ...strangers,
    ...trouble,
    ...same,
    ...late,
    ...times,
    ...open,
  ]
    .map((line) => plainText(line).replaceAll("\n", " "));
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
