import { basename, join } from "node:path";
import { Compile } from "typebox/schema";
import { sitePackages } from "../shared/paths.ts";

/** A cell of a notebook. */
export interface Cell {
  type: RawCell["cell_type"];
  id: string;
  source: string;
  tags: string[];
  /** The cell's nbgrader metadata, if any. */
  nbgrader?: NbgraderMetadata;
  /** What a text cell holds by name, by MIME type; pictures in base64. */
  attachments?: Attachments;
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
  kernel: string | undefined;
  cells: Cell[];
}

/** A text in a file: one string, or a list of lines. */
type Text = string | string[];

/** What a text cell holds by name, by MIME type. */
export type Attachments = Record<string, Record<string, unknown>>;

/** A cell as its file has it. */
export interface RawCell {
  cell_type: "code" | "markdown" | "raw";
  id: string;
  source: Text;
  metadata: { tags?: string[]; nbgrader?: NbgraderMetadata };
  attachments?: Attachments;
  outputs?: unknown[];
  execution_count?: number | null;
}

/** A notebook as its file has it. */
export interface RawNotebook {
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
 * Parses the text of a notebook's file.
 *
 * @throws {TypeError} if it is not a notebook
 */
export function parseNotebook(text: string, path: string): Notebook {
  const raw = parseRawNotebook(text, path);
  let number = 0;
  return {
    path,
    name: basename(path),
    kernel: raw.metadata.kernelspec?.name,
    cells: raw.cells.map((cell) => ({
      type: cell.cell_type,
      id: cell.id,
      source: [cell.source].flat().join(""),
      tags: cell.metadata.tags ?? [],
      nbgrader: cell.metadata.nbgrader,
      attachments: cell.attachments,
      outputCount: cell.outputs?.length ?? 0,
      executionCount: cell.execution_count ?? null,
      number: cell.cell_type === "code" ? ++number : 0,
    })),
  };
}

/**
 * Parses the text of a notebook's file as it is, and checks it against
 * nbformat's own schema.
 *
 * @throws {TypeError} if it is not a notebook
 */
export function parseRawNotebook(text: string, path: string): RawNotebook {
  const expected =
    `Cannot read ${path}: expected a notebook of format ${FORMAT}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(`${expected} as JSON, got ${error}`);
  }
  schema ??= compileSchema();
  if (!schema.Check(value)) {
    const [, errors] = schema.Errors(value);
    const places = errors.map(({ instancePath }) => instancePath);
    // Of a cell, the schema says what is wrong with it as any kind of cell.
    const place = /^\/cells\/\d+/.exec(places[0])?.[0] ?? places[0];
    throw new TypeError(
      `${expected}, got ${text.slice(0, 40)}, which departs from nbformat's ` +
        `schema at "${place}"`,
    );
  }
  return value as RawNotebook;
}

const FORMAT = "4.5";

let schema: ReturnType<typeof compileSchema> | undefined;

function compileSchema() {
  const packages = sitePackages();
  if (packages === undefined) {
    throw new Error(
      "Cannot read notebooks: expected nbformat in the Python environment, " +
        "got no environment; run deno task setup",
    );
  }
  const file = join(
    packages,
    "nbformat",
    "v4",
    `nbformat.v${FORMAT}.schema.json`,
  );
  return Compile(JSON.parse(Deno.readTextFileSync(file)) as object);
}

/** A cell's name in messages: `cell 5 (load-signs)`. */
export function cellName(cell: Cell): string {
  const position = cell.number > 0 ? ` ${cell.number}` : "";
  return `${cell.type === "code" ? "" : `${cell.type} `}cell${position} ` +
    `(${cell.id})`;
}
