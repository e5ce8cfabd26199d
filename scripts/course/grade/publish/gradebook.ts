import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../../../shared/command.ts";
import { venvProgram } from "../../../shared/paths.ts";
import { pythonEnv } from "../../../shared/python_env.ts";
import { assemble } from "../assemble.ts";
import { digestOf } from "../digest.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import type { GradingNotebook } from "../notebook.ts";

const SCRIPT = join(import.meta.dirname!, "gradebook.py");

/** What persons have given in formgrader for a notebook. */
export interface OfPersons {
  /** Points by grade cell. */
  scores: Record<string, number>;
  /** What they have written, by cell. */
  comments: Record<string, string>;
  /** How many cells wait to be marked, or to be looked at again. */
  waiting: number;
}

/** The gradebook's part that is a person's, by student, by exercise. */
export type ByHand = Record<string, Record<string, OfPersons>>;

/** Digests of what persons mark, by student, exercise and cell. */
export type PublishedAnswers = Record<
  string,
  Record<string, Record<string, string>>
>;

/** The answers that have marks now; while a notebook has none, those before. */
export function answersOf(
  results: readonly NotebookResult[],
  before: PublishedAnswers,
): PublishedAnswers {
  const answers: PublishedAnswers = {};
  for (const { student, exercise, cells } of results) {
    (answers[student] ??= {})[exercise] = cells.length === 0
      ? before[student]?.[exercise] ?? {}
      : Object.fromEntries(
        cells.map(({ id, source, attachments }) => [
          id,
          digestOf([source, attachments]),
        ]),
      );
  }
  return answers;
}

/** What goes into nbgrader's gradebook. */
export interface GradebookUpdate {
  assignment: string;
  teachers: readonly GradingNotebook[];
  results: readonly NotebookResult[];
  /** The answers whose marks stand there now. */
  published: PublishedAnswers;
  /** What the students are called. */
  names: Readonly<Record<string, string>>;
  /** Students to take out first. */
  forget?: readonly string[];
}

/**
 * Brings `gradebook.db` in a folder of marks up to date, in one transaction;
 * what a person has given stays, and is returned.
 */
export async function updateGradebook(
  marks: string,
  update: GradebookUpdate,
): Promise<ByHand> {
  const path = join(marks, ".grade", "gradebook.json");
  await writeFileAtomically(path, JSON.stringify(forPython(update)));
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: [SCRIPT, join(marks, "gradebook.db"), path],
    // Compiled modules are kept: nbgrader is slow to start without.
    onlyEnv: { ...pythonEnv(), PYTHONDONTWRITEBYTECODE: "" },
  });
  await Deno.remove(path);
  return JSON.parse(stdout.split("\n").at(-1)!);
}

function forPython(update: GradebookUpdate) {
  const { assignment, teachers, results, published, names, forget = [] } =
    update;
  const answers = answersOf(results, published);
  return {
    assignment,
    forget,
    notebooks: teachers.map((teacher) => ({
      name: teacher.name,
      cells: assemble(teacher, teacher)
        .filter(({ role, graded }) => graded || role === "solution")
        .map(({ id, type, role, graded, source }) => ({
          name: id,
          cell_type: type,
          source,
          solution: role === "solution" || graded?.byHand === true,
          points: graded?.points ?? null,
        })),
    })),
    students: [...Map.groupBy(results, ({ student }) => student)]
      .map(([student, own]) => ({
        student,
        name: nbgraderName(names[student] ?? student),
        notebooks: own.map(({ exercise, marks, cells }) => {
          const now = answers[student][exercise];
          const before = published[student]?.[exercise] ?? {};
          const changed = digestOf(now) !== digestOf(before);
          return {
            exercise,
            grades: marks.map(({ id, points, byHand, problem }) => ({
              name: id,
              auto_score: byHand && problem === undefined ? null : points,
              changed: byHand ? now[id] !== before[id] : changed,
            })),
            comments: cells.filter(({ notes }) => notes.length > 0)
              .map(({ id, notes }) => ({ name: id, text: notes.join("\n") })),
          };
        }),
      })),
  };
}

/** A name as nbgrader has it, in two parts; its lists say "last, first". */
function nbgraderName(name: string) {
  const [last, ...rest] = name.split(", ");
  if (rest.length > 0) return { last_name: last, first_name: rest.join(", ") };
  const words = name.split(" ");
  return { last_name: words.pop()!, first_name: words.join(" ") };
}
