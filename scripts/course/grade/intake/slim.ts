import { Buffer } from "node:buffer";
import type {
  Attachments,
  NbgraderMetadata,
} from "../../../notebooks/format.ts";
import { record } from "../record.ts";
import { INTAKE_LIMITS, tooLarge } from "./found_file.ts";

const MAX_CELLS = 5000;
const TAG = /^[^,]+$/;
const ID = /^[a-zA-Z0-9-_]{1,64}$/;

/** A notebook's file that cannot be read; the message is for its student. */
export class NoNotebookError extends Error {
  override name = "NoNotebookError";
}

/**
 * A notebook's file in nbformat 4.5, without what grading does not need: outputs,
 * widgets, the kernel it was saved for. It may be in any encoding that editors
 * write. What of a cell is not as nbformat has it is left out.
 *
 * @throws {NoNotebookError} if it is not a notebook, or longer than `maxBytes`
 * even so
 */
export function slim(
  bytes: Uint8Array,
  maxBytes = INTAKE_LIMITS.keptBytes,
): string {
  const { nbformat, cells } = record(parse(decode(bytes))) ?? {};
  if (!Array.isArray(cells)) {
    throw new NoNotebookError(
      "The file is not a notebook: it has no list of cells.",
    );
  }
  if (nbformat !== 4) {
    const format = (JSON.stringify(nbformat) ?? "none").slice(0, 40);
    throw new NoNotebookError(
      `Expected a notebook of format 4, got format ${format}. ` +
        "Open it in a current JupyterLab and save it.",
    );
  }
  if (cells.length > MAX_CELLS) {
    throw new NoNotebookError(
      `Expected at most ${MAX_CELLS} cells, got ${cells.length}.`,
    );
  }
  const kept = JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((cell, i) => slimCell(record(cell) ?? {}, i)),
  });
  if (Buffer.byteLength(kept) <= maxBytes) return kept;
  throw new NoNotebookError(tooLarge(maxBytes));
}

function slimCell(cell: Record<string, unknown>, i: number): unknown {
  const { id, cell_type, source } = cell;
  const { tags, nbgrader } = record(cell.metadata) ?? {};
  const isKnown = cell_type === "code" || cell_type === "raw";
  const common = {
    id: typeof id === "string" && ID.test(id) ? id : `no-id-${i + 1}`,
    // A heading of format 3, or whatever it is, may hold an answer's words.
    cell_type: isKnown ? cell_type : "markdown",
    metadata: {
      tags: [...new Set(strings(tags))].filter((tag) => TAG.test(tag)),
      nbgrader: slimNbgrader(record(nbgrader)),
    },
    source: strings(source).join("").replaceAll("\r\n", "\n"),
  };
  return cell_type === "code"
    ? { ...common, outputs: [], execution_count: null }
    : { ...common, attachments: slimAttachments(record(cell.attachments)) };
}

function slimNbgrader(
  raw: Record<string, unknown> | undefined,
): NbgraderMetadata | undefined {
  if (typeof raw?.grade_id !== "string") return undefined;
  return {
    schema_version: 3,
    grade_id: raw.grade_id,
    grade: raw.grade === true,
    solution: raw.solution === true,
    locked: raw.locked === true,
    task: false,
    points: typeof raw.points === "number" ? raw.points : undefined,
  };
}

/** Base64 by name and MIME type; a name stays even if there is nothing to it. */
function slimAttachments(
  raw: Record<string, unknown> | undefined,
): Attachments | undefined {
  if (raw === undefined) return undefined;
  const entries = Object.entries(raw).map(([name, data]) => {
    const kept = Object.entries(record(data) ?? {})
      .map(([mime, base64]) => [mime, strings(base64).join("")]);
    return [name, Object.fromEntries(kept)];
  });
  return Object.fromEntries(entries);
}

/** A string, or the strings of a list. */
function strings(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === "string");
}

function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe ||
    bytes[0] === 0xfe && bytes[1] === 0xff;
  if (isUtf16) {
    return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be")
      .decode(bytes);
  }
  let end = bytes.length; // what a broken copy fills up with
  while (end > 0 && bytes[end - 1] === 0) end--;
  const text = bytes.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return new TextDecoder("windows-1252").decode(text);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoNotebookError(
      "The file is not a notebook: it is not valid JSON. " +
        (text.includes("<<<<<<< ")
          ? "It holds a merge conflict."
          : "Was it saved to its end?"),
    );
  }
}
