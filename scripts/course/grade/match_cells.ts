import type { GradingCell, GradingNotebook } from "./notebook.ts";

/** Which of a submission's cells correspond to which of the teacher's. */
export interface Matches {
  /**
   * The submitted cells that correspond to a teacher's cell, usually one; the
   * first one counts.
   */
  of: Map<GradingCell, GradingCell[]>;
  /** The student's own cells, by the teacher's cell that they follow. */
  after: Map<GradingCell, GradingCell[]>;
  /** The student's own cells before all others. */
  first: GradingCell[];
}

/**
 * Matches cells by nbgrader's id, by the cell's id, by the text that was handed
 * out (`prompts`, by id), and answers by their position.
 */
export function matchCells(
  teacher: GradingNotebook,
  submitted: GradingNotebook,
  prompts: ReadonlyMap<string, string>,
): Matches {
  const targets = targetsOf(teacher, submitted, prompts);
  const of = new Map<GradingCell, GradingCell[]>();
  for (const [cell, target] of targets) {
    of.set(target, [...of.get(target) ?? [], cell]);
  }
  for (const [target, cells] of of) of.set(target, keptFirst(target, cells));
  const matches: Matches = { of, after: new Map(), first: [] };
  let own = matches.first;
  for (const cell of submitted.cells) {
    const target = targets.get(cell);
    if (target !== undefined && of.get(target)![0] === cell) {
      own = [];
      matches.after.set(target, own);
      const words = wordsIn(cell, target, prompts);
      if (words !== undefined) own.push(words);
    } else if (isOwn(cell, target, of)) own.push(cell);
  }
  return matches;
}

/** What stands for a cell, for all that the student wrote elsewhere. */
function isOwn(
  cell: GradingCell,
  target: GradingCell | undefined,
  of: Matches["of"],
): boolean {
  if (cell.source.trim() === "" && cell.attachments === undefined) return false;
  if (target === undefined) return true;
  const [kept] = of.get(target)!;
  return target.nbgrader?.solution === true && textOf(cell) !== textOf(kept);
}

/** What a student has written in words into a cell of the teacher's, as a text. */
function wordsIn(
  cell: GradingCell,
  target: GradingCell,
  prompts: ReadonlyMap<string, string>,
): GradingCell | undefined {
  if (target.nbgrader?.solution) return undefined;
  if (cell.type !== "code" && cell.attachments !== undefined) return cell;
  const given = [textOf(target), prompts.get(idOf(target)) ?? ""];
  if (given.includes(textOf(cell))) return undefined;
  if (cell.type !== "code" && target.type !== "code") return cell;
  const theirs = new Set(given.flatMap((text) => text.split("\n")));
  const lines = textOf(cell).split("\n").filter((line) =>
    line !== "" && !theirs.has(line)
  );
  return lines.some((line) => cell.type !== "code" || PROSE.test(line))
    ? { ...cell, type: "markdown", source: lines.join("\n\n") }
    : undefined;
}

// A comment, or a line of words that no code is.
const PROSE = /\/[/*]|^\*|^[^;(){}=]*(\p{L}+,? ){3}/u;

function targetsOf(
  teacher: GradingNotebook,
  submitted: GradingNotebook,
  prompts: ReadonlyMap<string, string>,
): Map<GradingCell, GradingCell> {
  const byId = new Map(teacher.cells.map((cell) => [idOf(cell), cell]));
  const targets = new Map<GradingCell, GradingCell>();
  for (const cell of submitted.cells) {
    const target = byId.get(cell.nbgrader?.grade_id ?? "") ?? byId.get(cell.id);
    if (target !== undefined) targets.set(cell, target);
  }
  const taken = new Set(targets.values());
  const byText = new Map(
    teacher.cells.filter((cell) => !taken.has(cell)).flatMap((cell) =>
      [textOf(cell), prompts.get(idOf(cell))].map((text) =>
        [text, cell] as const
      )
    ),
  );
  for (const cell of submitted.cells) {
    const target = targets.has(cell) ? undefined : byText.get(textOf(cell));
    if (target !== undefined) targets.set(cell, target);
  }
  adoptByPlace(teacher, submitted, targets);
  return targets;
}

/**
 * For a missing answer, takes the cell in its position, if it is of the same
 * type.
 */
function adoptByPlace(
  teacher: GradingNotebook,
  submitted: GradingNotebook,
  targets: Map<GradingCell, GradingCell>,
): void {
  const taken = new Set(targets.values());
  let missing: GradingCell[] = [];
  const places = new Map<GradingCell, GradingCell[]>(); // missing, by cell before
  for (const cell of teacher.cells) {
    if (!taken.has(cell)) {
      if (cell.nbgrader?.solution) missing.push(cell);
      continue;
    }
    missing = [];
    places.set(cell, missing);
  }
  let here: GradingCell[] = [];
  for (const cell of submitted.cells) {
    const target = targets.get(cell);
    if (target !== undefined) here = places.get(target) ?? [];
    else if (cell.source.trim() !== "" && here[0]?.type === cell.type) {
      targets.set(cell, here.shift()!);
    }
  }
}

/** Of several candidates, the one that matches in all respects counts. */
function keptFirst(target: GradingCell, cells: GradingCell[]): GradingCell[] {
  const id = idOf(target);
  const kept =
    cells.find((cell) =>
      cell.id === target.id && cell.nbgrader?.grade_id === id
    ) ?? cells.find((cell) => cell.nbgrader?.grade_id === id) ?? cells[0];
  return [kept, ...cells.filter((cell) => cell !== kept)];
}

/** A cell's nbgrader name, or its own id. */
export function idOf(cell: GradingCell): string {
  return cell.nbgrader?.grade_id ?? cell.id;
}

/** A cell's text, as far as it tells it from others. */
export function textOf(cell: GradingCell): string {
  return comparable(cell.source);
}

/** A text without what editors may change. */
export function comparable(source: string): string {
  return source.split("\n").map((line) => line.trim()).filter(Boolean)
    .join("\n");
}
