/** A notebook's file that cannot be read; the message is for its student. */
export class NoNotebookError extends Error {
  override name = "NoNotebookError";
}

/**
 * A notebook's file without what grading does not need: outputs, widgets, the
 * kernel it was saved for. It may be in any encoding that editors write.
 *
 * @throws {NoNotebookError} if it is not JSON, or has no list of cells
 */
export function slim(bytes: Uint8Array): string {
  const raw = parse(decode(bytes));
  if (typeof raw !== "object" || raw === null || !("cells" in raw)) {
    throw new NoNotebookError(
      "The file is not a notebook: it has no list of cells.",
    );
  }
  const { nbformat, nbformat_minor, cells } = raw as Record<string, unknown>;
  return JSON.stringify({
    nbformat,
    nbformat_minor,
    metadata: {},
    cells: Array.isArray(cells) ? cells.map(slimCell) : cells,
  });
}

function slimCell(cell: unknown): unknown {
  if (typeof cell !== "object" || cell === null) return {};
  const { id, cell_type, metadata, source, attachments } = cell as Record<
    string,
    unknown
  >;
  const { tags, nbgrader } = (metadata ?? {}) as Record<string, unknown>;
  const text = Array.isArray(source) ? source.join("") : source;
  return {
    id,
    cell_type,
    metadata: { tags, nbgrader },
    source: typeof text === "string" ? text.replaceAll("\r\n", "\n") : text,
    attachments,
  };
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
