import type { GradingCell, GradingNotebook } from "./notebook.ts";

/** What a cell is to grading. */
export type Role =
  | "text" // nothing to run: prose, or code that grading does not need
  | "setup"
  | "solution"
  | "grade"
  | "extra"; // the student's own

/** A cell of the notebook that is graded: the teacher's, filled in by the student. */
export interface AssembledCell {
  /** Unique in the notebook. */
  id: string;
  role: Role;
  type: "code" | "markdown";
  /** Without hidden tests; this may be shown to the student. */
  source: string;
  /** A grade cell's hidden tests; they run after `source`, under a ticket. */
  hidden?: string;
  /** Set for what bears points: those of a machine or of a person. */
  graded?: { points: number; task: string; byHand: boolean };
  /** Whether an answer is missing, or as it was handed out. */
  unanswered?: boolean;
  /** What grading has changed here, for the student to read. */
  notes: string[];
  attachments?: GradingCell["attachments"];
  tags: string[];
}

const HIDDEN =
  /^[^\S\n]*\/\/ ?BEGIN HIDDEN TESTS[^\n]*\n([\s\S]*?)^[^\S\n]*\/\/ ?END HIDDEN TESTS[^\n]*$\n?/gm;

const CHANGED = "This cell was changed; the original was used.";

/**
 * Puts a submission's answers into the teacher's notebook. The teacher's cells
 * stand in the teacher's order with the teacher's text and metadata; only a
 * solution cell has the student's text. The student's own cells stand after the
 * cell that they stood after. With the edition that was handed out, answers are
 * known that nobody has given.
 */
export function assemble(
  teacher: GradingNotebook,
  submitted: GradingNotebook,
  handedOut?: GradingNotebook,
): AssembledCell[] {
  const prompts = new Map(
    handedOut?.cells.map((cell) => [idOf(cell), textOf(cell)]),
  );
  const matches = matchCells(teacher, submitted);
  const ids = new Set<string>();
  return [
    ...ownCells(matches.first),
    ...teacher.cells.flatMap((cell) => [
      fill(cell, matches.of.get(cell) ?? [], prompts.get(idOf(cell))),
      ...ownCells(matches.after.get(cell) ?? []),
    ]),
  ].map((cell) => ({ ...cell, id: uniqueId(cell.id, ids) }));
}

/** A grade cell's text without its hidden tests, and these. */
export function splitHiddenTests(
  source: string,
): { source: string; hidden: string | undefined } {
  const hidden = [...source.matchAll(HIDDEN)].map(([, tests]) => tests);
  return {
    source: source.replaceAll(HIDDEN, "").trimEnd(),
    hidden: hidden.length > 0 ? hidden.join("\n") : undefined,
  };
}

interface Matches {
  /** The submitted cells that stand for a teacher's cell; normally one. */
  of: Map<GradingCell, GradingCell[]>;
  /** The student's own cells, by the teacher's cell that they follow. */
  after: Map<GradingCell, GradingCell[]>;
  first: GradingCell[];
}

function matchCells(
  teacher: GradingNotebook,
  submitted: GradingNotebook,
): Matches {
  const byId = new Map(teacher.cells.map((cell) => [idOf(cell), cell]));
  const byText = new Map(
    teacher.cells.map((cell) => [textOf(cell), cell]),
  );
  const matches: Matches = { of: new Map(), after: new Map(), first: [] };
  let own = matches.first;
  for (const cell of submitted.cells) {
    const target = byId.get(cell.nbgrader?.grade_id ?? "") ??
      byId.get(cell.id) ??
      (cell.id === "" ? byText.get(textOf(cell)) : undefined);
    if (target === undefined) {
      if (cell.source.trim() !== "") own.push(cell);
      continue;
    }
    matches.of.set(target, [...matches.of.get(target) ?? [], cell]);
    own = matches.after.get(target) ?? [];
    matches.after.set(target, own);
  }
  for (const [target, cells] of matches.of) keepOne(target, cells, matches);
  return matches;
}

/** Copies of a solution cell are the student's own cells, where they stood. */
function keepOne(
  target: GradingCell,
  cells: GradingCell[],
  matches: Matches,
): void {
  if (cells.length === 1) return;
  const id = idOf(target);
  const kept =
    cells.find((cell) =>
      cell.id === target.id && cell.nbgrader?.grade_id === id
    ) ?? cells.find((cell) => cell.nbgrader?.grade_id === id) ?? cells[0];
  matches.of.set(target, [kept, ...cells.filter((cell) => cell !== kept)]);
  if (!target.nbgrader?.solution) return;
  const copies = cells.filter((cell) =>
    cell !== kept && cell.type === "code" && textOf(cell) !== textOf(kept)
  );
  matches.after.get(target)!.unshift(...copies);
}

function fill(
  cell: GradingCell,
  submitted: GradingCell[],
  prompt: string | undefined,
): AssembledCell {
  const { nbgrader } = cell;
  const type = cell.type === "code" ? "code" : "markdown";
  const { source, hidden } = splitHiddenTests(cell.source);
  const task = cell.tags.find((tag) => tag.startsWith("task-"));
  const base = { id: idOf(cell), type, tags: cell.tags } as const;
  const graded = nbgrader?.grade
    ? {
      points: nbgrader.points,
      task: task ?? nbgrader.grade_id,
      byHand: nbgrader.solution,
    }
    : undefined;
  if (nbgrader?.solution) {
    return { ...base, ...answer(cell, submitted, prompt), graded };
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
  const unanswered = ["", prompt].includes(textOf(found)) &&
    found.attachments === undefined;
  if (unanswered) notes.push("This cell is as it was handed out.");
  if (submitted.length > 1) {
    notes.push(
      "There is more than one cell for this answer: this one is the answer, " +
        "the others count as cells of your own below it.",
    );
  }
  if (found.type !== cell.type) {
    notes.push(
      `This cell was made a ${found.type} cell; it is a ${cell.type} cell.`,
    );
    // Text is not code; as a text, though, anything can be read.
    if (cell.type === "code") return { role, source: "", notes };
  }
  const { source, attachments } = found;
  return { role, source, notes, attachments, unanswered };
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
    nbgrader.points === expected.points;
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

function idOf(cell: GradingCell): string {
  return cell.nbgrader?.grade_id ?? cell.id;
}

function textOf(cell: GradingCell): string {
  return comparable(cell.source);
}

function comparable(source: string): string {
  return source.trim().replaceAll(/\s*\n\s*/g, "\n");
}

function uniqueId(id: string, taken: Set<string>): string {
  let unique = id;
  for (let i = 2; taken.has(unique); i++) unique = `${id}-${i}`;
  taken.add(unique);
  return unique;
}
