import { comparable, idOf, matchCells, textOf } from "./match_cells.ts";
import type { GradingCell, GradingNotebook } from "./notebook.ts";

/** The role of a cell in grading. */
export type Role =
  | "text" // nothing to run: prose, or code that grading does not need
  | "setup"
  | "solution"
  | "grade"
  | "extra"; // the student's own

/** A cell of the graded notebook: the teacher's cell with the student's answer. */
export interface AssembledCell {
  /** Unique in the notebook. */
  id: string;
  role: Role;
  type: "code" | "markdown";
  /** What may be shown to the student. */
  source: string;
  /** A grade cell's hidden tests. */
  hidden?: GradingCell["hidden"];
  /** Set for cells that carry points, given by the machine or by a person. */
  graded?: { points: number; task: string; byHand: boolean };
  /** Whether an answer is missing or unchanged. */
  unanswered?: boolean;
  /** What grading has changed in this cell, for the student. */
  notes: string[];
  attachments?: GradingCell["attachments"];
  tags: string[];
}

const CHANGED = "This cell was changed; the original was used.";

/**
 * Puts a submission's answers into the teacher's notebook. The teacher's cells
 * stand in the teacher's order with the teacher's text and metadata; only a
 * solution cell has the student's text. All else that the student wrote stands
 * where it stood. With the edition that was handed out, answers are known that
 * nobody has given. Where a person reads the answer, that is none but in a
 * notebook in which the student has written nothing at all: they may have
 * answered in another place.
 */
export function assemble(
  teacher: GradingNotebook,
  submitted: GradingNotebook,
  handedOut?: GradingNotebook,
): AssembledCell[] {
  const prompts = new Map(
    handedOut?.cells.map((cell) => [idOf(cell), textOf(cell)]),
  );
  const matches = matchCells(teacher, submitted, prompts);
  const hasWritten = matches.first.length > 0 ||
    [...matches.after.values()].some(({ length }) => length > 0) ||
    teacher.cells.some((cell) =>
      cell.nbgrader?.solution &&
      isAnswer(matches.of.get(cell)?.[0], prompts.get(idOf(cell)))
    );
  const ids = new Set<string>();
  return [
    ...ownCells(matches.first),
    ...teacher.cells.flatMap((cell) => [
      fill(
        cell,
        matches.of.get(cell) ?? [],
        prompts.get(idOf(cell)),
        hasWritten,
      ),
      ...ownCells(matches.after.get(cell) ?? []),
    ]),
  ].map((cell) => ({ ...cell, id: uniqueId(cell.id, ids) }));
}

function fill(
  cell: GradingCell,
  submitted: GradingCell[],
  prompt: string | undefined,
  mayBeElsewhere: boolean,
): AssembledCell {
  const { nbgrader, source, hidden } = cell;
  const type = cell.type === "code" ? "code" : "markdown";
  const task = taskOf(cell);
  const base = { id: idOf(cell), type, tags: cell.tags } as const;
  const graded = nbgrader?.grade
    ? {
      points: nbgrader.points ?? 0,
      task: task ?? nbgrader.grade_id,
      byHand: nbgrader.solution,
    }
    : undefined;
  if (nbgrader?.solution) {
    const { unanswered, ...filled } = answer(cell, submitted, prompt);
    const isNothing = unanswered && !(graded?.byHand && mayBeElsewhere);
    return { ...base, ...filled, unanswered: isNothing, graded };
  }
  const isChanged = submitted.some((copy) =>
    textOf(copy) !== comparable(source) || copy.type !== cell.type
  );
  const notes = isChanged
    ? [CHANGED]
    : submitted.length === 0 && (graded || cell.tags.includes("setup"))
    ? ["This cell was missing; the original was used."]
    : [];
  const role = graded
    ? "grade"
    : type === "code" && cell.tags.includes("setup")
    ? "setup"
    : "text";
  return {
    ...base,
    role,
    source,
    hidden,
    graded,
    notes: role === "text" ? [] : [...notes, ...metadataNotes(cell, submitted)],
    attachments: cell.attachments,
  };
}

function answer(
  cell: GradingCell,
  submitted: GradingCell[],
  prompt: string | undefined,
): Omit<AssembledCell, "id" | "type" | "tags" | "hidden" | "graded"> {
  const role = cell.type === "code" ? "solution" : "text";
  const [found] = submitted;
  const notes = metadataNotes(cell, submitted);
  if (found === undefined) {
    notes.push("The cell for this answer is missing from the submission.");
    return { role, source: "", notes, unanswered: true };
  }
  const unanswered = !isAnswer(found, prompt);
  if (unanswered) notes.push("This cell is as it was handed out.");
  if (submitted.length > 1) {
    notes.push(
      "There is more than one cell for this answer: this one is the answer, " +
        "the others count as cells of your own, where they stand.",
    );
  }
  if (found.type !== cell.type) {
    notes.push(
      `This cell was made a ${found.type} cell; it is a ${cell.type} cell.`,
    );
  }
  const { source, attachments } = found;
  return { role, source, notes, attachments, unanswered };
}

/** Whether a student has written anything into the cell for an answer. */
function isAnswer(
  found: GradingCell | undefined,
  prompt: string | undefined,
): found is GradingCell {
  return found !== undefined &&
    (!["", prompt].includes(textOf(found)) || found.attachments !== undefined);
}

function taskOf({ tags }: GradingCell): string | undefined {
  return tags.find((tag) => tag.startsWith("task-"));
}

function metadataNotes(
  cell: GradingCell,
  submitted: GradingCell[],
): string[] {
  const expected = cell.nbgrader;
  const [found] = submitted;
  if (expected === undefined || found === undefined) return [];
  const { nbgrader } = found;
  const isSame = nbgrader?.grade_id === expected.grade_id &&
    nbgrader.grade === expected.grade &&
    nbgrader.solution === expected.solution &&
    nbgrader.locked === expected.locked &&
    (nbgrader.points ?? 0) === (expected.points ?? 0);
  return isSame
    ? []
    : ["This cell's grading metadata were changed; the original ones count."];
}

function ownCells(cells: GradingCell[]): AssembledCell[] {
  return cells.map((cell) => ({
    id: "own-cell",
    role: cell.type === "code" ? "extra" : "text",
    type: cell.type === "code" ? "code" : "markdown",
    source: cell.source,
    notes: [],
    attachments: cell.attachments,
    tags: [],
  }));
}

function uniqueId(id: string, taken: Set<string>): string {
  let unique = id;
  for (let i = 2; taken.has(unique); i++) unique = `${id}-${i}`;
  taken.add(unique);
  return unique;
}
