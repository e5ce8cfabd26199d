import type { Cell, NbgraderMetadata } from "../../notebooks/format.ts";
import type { HiddenTests } from "../tasks/hidden_tests.ts";

/** What a cell says about grading. */
export type Nbgrader =
  & Pick<NbgraderMetadata, "grade_id" | "grade" | "solution" | "locked">
  & { points: number };

/** The parts of a cell that matter to grading. */
export interface GradingCell extends Pick<Cell, "id" | "source" | "tags"> {
  type: "code" | "markdown" | "raw";
  nbgrader?: Nbgrader;
  /** In the teacher's edition. */
  hidden?: HiddenTests;
  /** Pictures that a text cell holds, by name, as MIME type and base64. */
  attachments?: Record<string, Record<string, string>>;
}

/** A notebook of the teacher's edition, or a submitted one. */
export interface GradingNotebook {
  name: string;
  cells: GradingCell[];
}

/** A notebook that cannot be graded; the message tells the student why. */
export class UnreadableNotebookError extends Error {
  override name = "UnreadableNotebookError";
}

const MAX_CELLS = 5000;

/**
 * Parses a notebook's bytes. Invalid parts of a single cell are ignored; the
 * notebook is rejected only if it is unreadable as a whole.
 *
 * @throws {UnreadableNotebookError}
 */
export function readGradingNotebook(
  bytes: Uint8Array,
  name: string,
): GradingNotebook {
  const raw = record(parse(bytes));
  if (raw === undefined || !Array.isArray(raw.cells)) {
    throw new UnreadableNotebookError(
      "The file is not a notebook: it has no list of cells.",
    );
  }
  if (raw.nbformat !== 4) {
    throw new UnreadableNotebookError(
      `Expected a notebook of format 4, got format ${shown(raw.nbformat)}. ` +
        "Open it in a current JupyterLab and save it.",
    );
  }
  if (raw.cells.length > MAX_CELLS) {
    throw new UnreadableNotebookError(
      `Expected at most ${MAX_CELLS} cells, got ${raw.cells.length}.`,
    );
  }
  return {
    name,
    cells: raw.cells.flatMap((cell) => readCell(record(cell) ?? {})),
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new UnreadableNotebookError(
      "The file is not a notebook: it is not valid JSON. " +
        "Was it saved to its end?",
    );
  }
}

function readCell(raw: Record<string, unknown>): GradingCell[] {
  const type = raw.cell_type;
  if (type !== "code" && type !== "markdown" && type !== "raw") return [];
  const metadata = record(raw.metadata) ?? {};
  const source = Array.isArray(raw.source) ? raw.source.join("") : raw.source;
  const tags = Array.isArray(metadata.tags) ? metadata.tags : [];
  return [{
    type,
    id: typeof raw.id === "string" ? raw.id : "",
    source: typeof source === "string" ? source : "",
    tags: tags.filter((tag) => typeof tag === "string"),
    nbgrader: readNbgrader(record(metadata.nbgrader)),
    attachments: record(raw.attachments) as GradingCell["attachments"],
  }];
}

function readNbgrader(
  raw: Record<string, unknown> | undefined,
): Nbgrader | undefined {
  if (typeof raw?.grade_id !== "string") return undefined;
  return {
    grade_id: raw.grade_id,
    grade: raw.grade === true,
    solution: raw.solution === true,
    locked: raw.locked === true,
    points: typeof raw.points === "number" ? raw.points : 0,
  };
}

/** `value` if it is an object and not a list. */
export function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : undefined;
}

/** A value of a file, short enough for a message. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "none";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
