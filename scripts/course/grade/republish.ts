import { join } from "node:path";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import type { NotebookResult } from "./grade_notebook.ts";
import type { GradingNotebook } from "./notebook.ts";
import type { updateGradebook } from "./publish/gradebook.ts";
import {
  type Publication,
  publish,
  type Published,
} from "./publish/publish.ts";
import { GradingState } from "./state.ts";

/**
 * The parts of a publication that are kept, to publish it again without
 * grading.
 */
type Kept =
  & Pick<
    Publication,
    "refusals" | "names" | "handedIn" | "rule" | "roster" | "isPartial"
  >
  & {
    assignment: string;
    /** Results that are not kept elsewhere, and references to the others. */
    results: (NotebookResult | { student: string; exercise: string })[];
  };

/** Publishes, and keeps what publishing again needs. */
export async function publishAndKeep(
  publication: Publication,
): Promise<Published> {
  const { state, results } = publication;
  const { refusals, names, handedIn, rule, roster, isPartial, assignment } =
    publication;
  const kept: Kept = {
    ...{ refusals, names, handedIn, rule, roster, isPartial, assignment },
    results: results.map((result) =>
      result.key === ""
        ? result
        : { student: result.student, exercise: result.exercise }
    ),
  };
  await state.setKept("publication", kept);
  return await publish(publication);
}

/** What publishing again needs to know. */
export interface Republication {
  marks: string;
  teachers: readonly GradingNotebook[];
  gradebook: typeof updateGradebook;
}

/**
 * Updates tables and pages with the points and comments that people have given
 * in formgrader; nothing is graded.
 *
 * @throws {TypeError} if nothing has been graded into that folder
 */
export async function republish(
  republication: Republication,
): Promise<Published> {
  using state = await GradingState.open(republication.marks);
  return await publish(await publicationOf(republication, state));
}

/**
 * Removes a student from a folder of marks: name, work, pages, marks.
 *
 * @throws {TypeError} if there is no such student
 */
export async function forget(
  republication: Republication,
  student: string,
): Promise<void> {
  const { marks } = republication;
  using state = await GradingState.open(marks);
  const publication = await publicationOf(republication, state);
  const { results, names, handedIn, roster } = publication;
  const isOther = (name?: string) => name !== student;
  const ids = await state.kept<[string, string][]>("ids") ?? [];
  if (ids.every(([, id]) => isOther(id))) {
    throw new TypeError(
      `Cannot forget ${student}: expected a student as marks.csv has them, ` +
        "got somebody who is not there",
    );
  }
  const others: Publication = {
    ...publication,
    results: results.filter((result) => isOther(result.student)),
    refusals: publication.refusals
      .filter((refusal) => isOther(refusal.student)),
    names: withoutKey(names, student),
    handedIn: withoutKey(handedIn, student),
    roster: roster && {
      ...roster,
      lines: roster.lines.filter((line) => isOther(line.student)),
    },
    forget: [student],
  };
  await publishAndKeep(others);
  for (const folder of ["autograded", "feedback"]) {
    await removeIfThere(join(marks, folder, student));
  }
  await state.forget(student, publication.teachers.map(({ name }) => name));
  await state.copies.removeOthers(others.results.map(({ digest }) => digest));
  // Last: as long as the id is there, all this may be done again.
  await state.setKept("ids", ids.filter(([, id]) => isOther(id)));
}

async function publicationOf(
  { marks, teachers, gradebook }: Republication,
  state: GradingState,
): Promise<Publication> {
  const kept = await state.kept<Kept>("publication");
  if (kept === undefined) {
    throw new TypeError(
      `Cannot publish ${marks}: expected a folder of marks, got one into ` +
        "which nothing has been graded",
    );
  }
  const results = await Promise.all(
    kept.results.map(async (result) =>
      "marks" in result
        ? result
        : (await state.result(result.student, result.exercise))!
    ),
  );
  return { ...kept, results, marks, teachers, gradebook, state };
}

function withoutKey<T>(
  record: Readonly<Record<string, T>>,
  key: string,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => name !== key),
  );
}
