import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { removeIfThere } from "../../../shared/remove_if_there.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import type { Refusal } from "../intake/mod.ts";
import type { GradingNotebook } from "../notebook.ts";
import type { GradingState } from "../state.ts";
import { type Alike, alikeIn } from "./alike.ts";
import { autogradedNotebook } from "./autograded.ts";
import { type Change, changesOf, changesTable } from "./changes.ts";
import { feedbackPage } from "./feedback.ts";
import { answersOf, type ByHand, type updateGradebook } from "./gradebook.ts";
import { sumOf } from "./sum.ts";
import type { HandedIn, LateRule } from "./late.ts";
import { renderedTexts } from "./rendered_texts.ts";
import { statisticsTable } from "./statistics.ts";
import { type Row, rowsOf, taskTable } from "./table.ts";
import {
  gradesFor,
  type RosterLines,
  type Total,
  totalsOf,
  totalsTable,
} from "./totals.ts";

// The folder may be moved, and is where formgrader is started.
const CONFIG = `import os

c = get_config()
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.Exchange.path_includes_course = False
`;

/** All marks, and what they are written for. */
export interface Publication {
  marks: string;
  assignment: string;
  teachers: readonly GradingNotebook[];
  results: readonly NotebookResult[];
  refusals: readonly Refusal[];
  /** What the students are called. */
  names: Readonly<Record<string, string>>;
  handedIn: Readonly<Record<string, HandedIn>>;
  rule?: LateRule;
  roster?: RosterLines;
  state: GradingState;
  /** {@linkcode updateGradebook}, or what a test puts in its place. */
  gradebook: typeof updateGradebook;
  /** Set while not everything is graded: no points have changed for good. */
  isPartial?: boolean;
  /** Hears what is being written. */
  detail?: (text: string) => void;
  /** Students to take out of the gradebook. */
  forget?: readonly string[];
}

/** What has been written. */
export interface Published {
  rows: Row[];
  totals: Total[];
  /** How many answers wait for a person. */
  waiting: number;
  /** Whose points are not what they were. */
  changes: Change[];
  alike: Alike[];
}

/**
 * Writes the marks: nbgrader's gradebook and notebooks for formgrader, the tables,
 * and a page for each student. What an earlier run has written of other marks is
 * replaced or removed.
 */
export async function publish(publication: Publication): Promise<Published> {
  const { marks, assignment, teachers, results, state } = publication;
  const { names, forget } = publication;
  const published = await state.published();
  const update = { assignment, teachers, results, published, names, forget };
  publication.detail?.("gradebook");
  const byHand = await publication.gradebook(marks, update);
  await state.setKept("published", answersOf(results, published));
  const personsOf = ({ student, exercise }: NotebookResult) =>
    byHand[student]?.[exercise];
  const rows = results.flatMap((result) => rowsOf(result, personsOf(result)));
  const exercises = teachers.map(({ name }) => name);
  const totals = totalsOf(rows, { ...publication, exercises });
  const before = await state.kept<Row[]>("rows") ?? [];
  const changes = publication.isPartial ? [] : changesOf(before, rows);
  const tables: Record<string, string> = {
    "marks.csv": totalsTable(totals, exercises),
    "tasks.csv": taskTable(rows),
    "statistics.csv": statisticsTable(rows, results),
    "changes.csv": changesTable(changes),
    "nbgrader_config.py": CONFIG,
  };
  const { roster } = publication;
  if (roster !== undefined) {
    tables["grades.csv"] = gradesFor(roster, totals, assignment);
  }
  for (const [name, text] of Object.entries(tables)) {
    await writeFileAtomically(join(marks, name), text);
  }
  await writeNotebooks(publication);
  await writePages(publication, rows, totals, byHand);
  if (!publication.isPartial) await state.setKept("rows", rows);
  const waiting = sumOf(results, (result) => personsOf(result)?.waiting ?? 0);
  return { rows, totals, waiting, changes, alike: alikeIn(results) };
}

async function writeNotebooks(publication: Publication): Promise<void> {
  const { marks, assignment, results, state } = publication;
  // Formgrader lists the assignments that have a folder there.
  await Deno.mkdir(join(marks, "source", assignment), { recursive: true });
  const left = results.values();
  let done = 0;
  const cells = results.map((result) => result.cells);
  for await (const texts of renderedTexts(cells, state.folder)) {
    publication.detail?.(`${++done} of ${results.length} notebooks`);
    const { value: result } = left.next();
    await writeAutograded(result!, texts, publication);
  }
}

async function writePages(
  publication: Publication,
  rows: readonly Row[],
  totals: readonly Total[],
  byHand: ByHand,
): Promise<void> {
  const { marks, assignment, results, refusals, rule } = publication;
  const refusalsOf = Map.groupBy(refusals, ({ student }) => student);
  const resultsOf = Map.groupBy(results, ({ student }) => student);
  const rowsOf = Map.groupBy(rows, ({ student }) => student);
  for (const [i, total] of totals.entries()) {
    publication.detail?.(`${i + 1} of ${totals.length} pages`);
    const { student } = total;
    const folder = join(marks, "feedback", student, assignment);
    await Deno.mkdir(folder, { recursive: true });
    const page = feedbackPage({
      name: total.name,
      rows: rowsOf.get(student)!,
      notebooks: resultsOf.get(student)!
        .map((result) => [result, byHand[student]?.[result.exercise]]),
      lateness: latenessOf(total, rule),
      refusals: refusalsOf.get(student) ?? [],
    });
    await writeFileAtomically(join(folder, "feedback.html"), page);
  }
}

/** What a student who was late reads of it. */
function latenessOf(
  { daysLate, deduction, total }: Total,
  rule: LateRule | undefined,
): string | undefined {
  if (daysLate === 0) return undefined;
  if (daysLate === "unknown") return "This was handed in late.";
  const days = `${daysLate} day${daysLate === 1 ? "" : "s"}`;
  return `This was handed in ${days} after ${rule!.due.replace("T", " ")}: ` +
    `${deduction} points less, which leaves ${total}.`;
}

/** A notebook that was not graded is not there for formgrader, either. */
async function writeAutograded(
  result: NotebookResult,
  texts: ReadonlyMap<string, string>,
  { marks, assignment }: Publication,
): Promise<void> {
  const folder = join(marks, "autograded", result.student, assignment);
  const path = join(folder, `${result.exercise}.ipynb`);
  if (result.cells.length === 0) return await removeIfThere(path);
  await Deno.mkdir(folder, { recursive: true });
  await writeFileAtomically(path, autogradedNotebook(result, texts));
}
