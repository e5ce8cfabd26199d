import { basename } from "node:path";

/** A cell of a notebook's source. */
export interface Cell {
  type: string;
  id: string;
  source: string;
  tags: string[];
  /** The cell's nbgrader metadata, if any. */
  nbgrader?: NbgraderMetadata;
  /** The number of outputs in the file. */
  outputCount: number;
  executionCount: number | null;
  /** Position among the code cells, from 1, as in `In [1]`; 0 for other cells. */
  number: number;
}

/** A cell's nbgrader metadata, by nbgrader's own names. */
export interface NbgraderMetadata {
  schema_version: number;
  grade_id: string;
  /** Whether it carries points. */
  grade: boolean;
  /** Whether it is an answer. */
  solution: boolean;
  /** Whether students may not change it. */
  locked: boolean;
  points?: number;
  /** Whether it only states the task. */
  task: boolean;
}

/** A notebook as read from its file. */
export interface Notebook {
  path: string;
  name: string;
  nbformat: string;
  kernel: string | undefined;
  cells: Cell[];
}

/** nbformat writes a text as one string or as a list of lines. */
type Text = string | string[];

interface RawCell {
  cell_type: string;
  id?: string;
  source: Text;
  metadata?: { tags?: string[]; nbgrader?: NbgraderMetadata };
  outputs?: unknown[];
  execution_count?: number | null;
}

interface RawNotebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: { kernelspec?: { name?: string } };
  cells: RawCell[];
}

/**
 * Reads a notebook's file.
 *
 * @throws {TypeError} if it is not a notebook
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await Deno.readTextFile(path), path);
}

/**
 * Takes in the text of a notebook's file.
 *
 * @throws {TypeError} if it is not a notebook
 */
export function parseNotebook(text: string, path: string): Notebook {
  const raw = parse(text, path);
  let number = 0;
  return {
    path,
    name: basename(path),
    nbformat: `${raw.nbformat}.${raw.nbformat_minor}`,
    kernel: raw.metadata.kernelspec?.name,
    cells: raw.cells.map((cell) => ({
      type: cell.cell_type,
      id: cell.id ?? "",
      source: [cell.source].flat().join(""),
      tags: cell.metadata?.tags ?? [],
      nbgrader: cell.metadata?.nbgrader,
      outputCount: cell.outputs?.length ?? 0,
      executionCount: cell.execution_count ?? null,
      number: cell.cell_type === "code" ? ++number : 0,
    })),
  };
}

function parse(text: string, path: string): RawNotebook {
  let value: RawNotebook;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(
      `Cannot read ${path}: expected a notebook as JSON, got ${error}`,
    );
  }
  if (!Array.isArray(value?.cells) || typeof value.metadata !== "object") {
    throw new TypeError(
      `Cannot read ${path}: expected a notebook with cells and metadata, ` +
        `got ${text.slice(0, 40)}`,
    );
  }
  return value;
}

/** A cell's name in messages: `cell 5 (load-signs)`. */
export function cellName(cell: Cell): string {
  const position = cell.number > 0 ? ` ${cell.number}` : "";
  return `${cell.type === "code" ? "" : `${cell.type} `}cell${position} ` +
    `(${cell.id || "no id"})`;
}
