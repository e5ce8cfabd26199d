import { kindOfFile } from "../io/mod.ts";
import type { StateDict } from "./state.ts";

/**
 * The file format of the Python package safetensors (version 0.x): the header's
 * length as a 64-bit little-endian integer, the header as JSON, then the data
 * of all tensors, one after the other.
 */
const HEADER_LIMIT_BYTES = 100_000_000;

/** By the format's names of them, this library's and JavaScript's. */
export const DTYPES = {
  F32: { name: "float32", array: Float32Array },
  I64: { name: "int64", array: BigInt64Array },
} as const;

/** By this library's names, the format's. */
export const CODES = { float32: "F32", int64: "I64" } as const;

interface HeaderEntry {
  dtype: keyof typeof DTYPES;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/** What the head of a file says. */
export interface Head {
  /** The texts stored with the tensors. */
  metadata: Record<string, string>;
  /** In the order in which they lie in the file; from which byte to which. */
  tensors: { name: string; entry: HeaderEntry; begin: number; end: number }[];
}

/** Throws what is wrong with a file. */
export type Refuse = (expected: string, got: string, advice?: string) => never;

/** What to refuse with if an action fails, such as "read x.safetensors". */
export function refusal(action: string): Refuse {
  return (expected, got, advice) => {
    throw new TypeError(
      `Cannot ${action} as safetensors: expected ${expected}, got ${got}` +
        (advice ? `. ${advice}` : ""),
    );
  };
}

/** The head of a file with these tensors, in the order of their data. */
export function makeHead(
  tensors: StateDict,
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  // Not an object, which would put names such as "0" before all others.
  const header: [name: string, entry: unknown][] = [];
  if (Object.keys(metadata).length > 0) {
    header.push(["__metadata__", metadata]);
  }
  let end = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    const begin = end;
    end += data.byteLength;
    const entry = { dtype: CODES[dtype], shape, data_offsets: [begin, end] };
    header.push([name, entry]);
  }
  const members = header.map(([name, entry]) =>
    `${JSON.stringify(name)}:${JSON.stringify(entry)}`
  );
  const json = new TextEncoder().encode(`{${members.join(",")}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + headerLength).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerLength), true);
  head.set(json, 8);
  return head;
}

/**
 * Reads and checks the head of a file.
 *
 * @param file Its bytes, at least those of the head.
 * @param length The whole file's, in bytes.
 */
export function readHead(
  file: Uint8Array<ArrayBuffer>,
  length: number,
  refuse: Refuse,
): Head {
  if (length < 8) {
    refuse("a header length of 8 bytes", `a file of ${length} bytes`);
  }
  const headerLength = Number(
    new DataView(file.buffer).getBigUint64(0, true),
  );
  const dataStart = 8 + headerLength;
  if (headerLength > HEADER_LIMIT_BYTES || dataStart > length) {
    refuseOtherKinds(file, refuse);
    refuse(
      `a header within the file's ${length} bytes`,
      `a header of ${headerLength} bytes`,
    );
  }
  let header: Record<string, HeaderEntry> & { __metadata__?: unknown };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(file.subarray(8, dataStart));
    header = JSON.parse(text);
  } catch (error) {
    return refuse("a header in JSON", (error as Error).message);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    refuse("a header that is an object", JSON.stringify(header));
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const isTexts = typeof metadata === "object" && metadata !== null &&
    Object.values(metadata).every((text) => typeof text === "string");
  if (!isTexts) refuse("texts as metadata", JSON.stringify(metadata));

  // An object puts names such as "0" before all others.
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const [begin, end] = checkEntry(name, entry, refuse);
    return { name, entry, begin: dataStart + begin, end: dataStart + end };
  }).sort((a, b) => a.begin - b.begin);
  const long = tensors.find(({ end }) => end > length);
  if (long) {
    refuse(`${long.end} bytes for ${long.name}`, `a file of ${length} bytes`);
  }
  // The tensors must cover the data without gaps or overlaps.
  let at = dataStart;
  const inOrder = tensors.toSorted((a, b) =>
    a.begin - b.begin || a.end - b.end
  );
  for (const { begin, end } of [...inOrder, { begin: length, end: length }]) {
    if (begin !== at) {
      refuse(
        `tensor data that continues at byte ${at - dataStart}`,
        `byte ${begin - dataStart}`,
      );
    }
    at = end;
  }
  return { metadata: metadata as Record<string, string>, tensors };
}

/** Refuses a file without a header whose first bytes show what it is instead. */
function refuseOtherKinds(
  file: Uint8Array,
  refuse: Refuse,
): void {
  const kind = kindOfFile(file);
  if (kind === undefined) return;
  const isPyTorchs = /ZIP|pickled/.test(kind.what);
  refuse(
    "a .safetensors file",
    kind.what,
    isPyTorchs
      ? "If PyTorch wrote it, save it there with safetensors.torch.save_file"
      : kind.advice,
  );
}

function checkEntry(
  name: string,
  entry: HeaderEntry,
  refuse: Refuse,
): [begin: number, end: number] {
  const { dtype, shape, data_offsets: offsets } = entry ?? {};
  const isCount = (value: unknown) =>
    Number.isSafeInteger(value) && (value as number) >= 0;
  if (
    !Object.hasOwn(DTYPES, String(dtype)) ||
    !Array.isArray(shape) || !shape.every(isCount) ||
    !Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)
  ) {
    refuse(
      `dtype F32 or I64, a shape and two offsets for ${name}`,
      JSON.stringify(entry),
    );
  }
  const width = DTYPES[dtype].array.BYTES_PER_ELEMENT;
  const size = shape.reduce((product, dim) => product * dim, width);
  const [begin, end] = offsets;
  if (end - begin !== size) {
    refuse(
      `${size} bytes for ${name} of shape [${shape.join(", ")}]`,
      `${end - begin}`,
    );
  }
  return [begin, end];
}
