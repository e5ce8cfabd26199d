import { checkLength } from "./check_length.ts";
import { DataError } from "./data_error.ts";
import { shapeText } from "./shape_text.ts";
import { NPY_DTYPES, type NpyDtype } from "./npy_dtype.ts";
import { unfitFile } from "./unfit_file.ts";

const MAGIC = "\x93NUMPY";
const SHORTEST_LENGTH = 12; // magic, two bytes of version, up to four of length
const MAX_HEADER_LENGTH = 10_000; // as NumPy itself limits it

/** The header of an `.npy` file, checked against the file's size. */
export interface NpyHeader {
  readonly dtype: NpyDtype;
  readonly shape: readonly number[];
  /** Whether the first axis varies fastest, not the last one. */
  readonly fortranOrder: boolean;
  /** The offset of the numbers in bytes. */
  readonly dataOffset: number;
}

/**
 * Reads the header of an `.npy` file from the file's bytes.
 *
 * @throws {DataError} if it is not a header of plain little-endian numbers, or
 * the file is shorter or longer than it says
 */
export function readNpyHeader(path: string, bytes: Uint8Array): NpyHeader {
  const { text, dataOffset } = readHeaderText(path, bytes);
  const { descr, fortranOrder, shape } = parseHeaderText(path, text);
  const dtype = checkDtype(path, descr);
  const dataLength = shape.reduce(
    (a, b) => a * b,
    NPY_DTYPES[dtype].BYTES_PER_ELEMENT,
  );
  const because = `dtype ${dtype} and shape ${shapeText(shape)}`;
  checkLength(path, bytes.length, dataOffset + dataLength, because);
  return { dtype, shape, fortranOrder, dataOffset };
}

function readHeaderText(
  path: string,
  bytes: Uint8Array,
): { text: string; dataOffset: number } {
  const size = bytes.length;
  const magic = latin1(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) {
    throw unfitFile(
      path,
      "an .npy file (it begins with \\x93NUMPY)",
      bytes,
      `a file that begins with ${quote(magic)}`,
    );
  }
  if (size < SHORTEST_LENGTH) {
    throw new DataError(path, "an .npy header", `a file of ${size} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [major, minor] = [view.getUint8(6), view.getUint8(7)];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new DataError(
      path,
      "version 1.0, 2.0 or 3.0 of the .npy format",
      `version ${major}.${minor}`,
    );
  }
  const headerStart = major === 1 ? 10 : 12;
  const headerLength = major === 1
    ? view.getUint16(8, true)
    : view.getUint32(8, true);
  const dataOffset = headerStart + headerLength;
  if (headerLength > MAX_HEADER_LENGTH) {
    throw new DataError(
      path,
      `a header of at most ${MAX_HEADER_LENGTH} bytes`,
      `one that claims ${headerLength} bytes`,
    );
  }
  if (dataOffset > size) {
    throw new DataError(
      path,
      `a header of ${headerLength} bytes as it claims`,
      `${size - headerStart}: the file is truncated`,
    );
  }
  return { text: latin1(bytes.subarray(headerStart, dataOffset)), dataOffset };
}

interface HeaderFields {
  descr: unknown;
  fortranOrder: boolean;
  shape: number[];
}

function parseHeaderText(path: string, text: string): HeaderFields {
  // The header is a Python dict of strings, booleans and a tuple of integers. A
  // few replacements turn it into JSON; anything else does not become JSON.
  const json = text.replaceAll("'", '"')
    .replaceAll("(", "[").replaceAll(")", "]")
    .replace(/(\d)L\b/g, "$1") // as NumPy wrote lengths under Python 2
    .replace(/,\s*([\]}])/g, "$1")
    .replace(/\bFalse\b/g, "false").replace(/\bTrue\b/g, "true");
  const fields = parseJson(json);
  const { descr, fortran_order: fortranOrder, shape } = fields ?? {};
  const isShape = Array.isArray(shape) &&
    shape.every((length) => Number.isSafeInteger(length) && length >= 0);
  const isHeader = descr !== undefined && typeof fortranOrder === "boolean" &&
    isShape && Object.keys(fields!).length === 3;
  if (!isHeader) {
    throw new DataError(
      path,
      "a header with 'descr', 'fortran_order' and 'shape'",
      quote(text.trimEnd()),
    );
  }
  return { descr, fortranOrder, shape };
}

function parseJson(json: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(json);
    return value !== null && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkDtype(path: string, descr: unknown): NpyDtype {
  const dtype = typeof descr === "string" ? descr : JSON.stringify(descr);
  if (Object.hasOwn(NPY_DTYPES, dtype)) return dtype as NpyDtype;
  if (dtype.includes("O")) {
    throw new DataError(
      path,
      "plain numbers",
      `pickled Python objects (dtype ${dtype}), which can run any code`,
      "Save it again as an array of numbers",
    );
  }
  if (dtype.startsWith(">")) {
    throw new DataError(
      path,
      "little-endian numbers",
      `big-endian ones (dtype ${dtype})`,
      `Save it again with .astype("<${dtype.slice(1)}")`,
    );
  }
  throw new DataError(
    path,
    `numbers of dtype ${Object.keys(NPY_DTYPES).join(", ")}`,
    `dtype ${quote(dtype)}`,
  );
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** A text from a file as errors show it: escaped and truncated. */
function quote(text: string): string {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return JSON.stringify(shown);
}
