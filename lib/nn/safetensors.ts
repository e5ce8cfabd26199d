import { kindOfFile, notRegular, writeFileAtomically } from "../io/mod.ts";
import type { SavedTensor, StateDict } from "./state.ts";
import { withDisplay } from "./state_dict.ts";

/**
 * The file format of the Python package safetensors (version 0.x): the header's
 * length as a 64-bit little-endian integer, the header as JSON, then the data
 * of all tensors, one after the other.
 */
const HEADER_LIMIT_BYTES = 100_000_000;
const DTYPES = {
  F32: { name: "float32", array: Float32Array },
  I64: { name: "int64", array: BigInt64Array },
} as const;
const CODES = { float32: "F32", int64: "I64" } as const;

interface HeaderEntry {
  dtype: keyof typeof DTYPES;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/**
 * Writes a state dict as a `.safetensors` file, which PyTorch reads with
 * `safetensors.torch.load_file`. The file is written completely or not at all.
 *
 * @param metadata Texts to store with the tensors.
 * @throws {TypeError} for what {@linkcode loadSafetensors} would not load.
 */
export async function saveSafetensors(
  path: string,
  stateDict: StateDict,
  metadata: Record<string, string> = {},
): Promise<void> {
  // Not an object, which would put names such as "0" before all others.
  const header: [name: string, entry: unknown][] = [];
  if (Object.keys(metadata).length > 0) {
    header.push(["__metadata__", metadata]);
  }
  // Wider elements first, so that each tensor is aligned to its element size.
  const tensors = [...stateDict].sort(([, a], [, b]) =>
    b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT
  );
  let end = 0;
  const refuse = refusal(`write ${path}`);
  for (const [name, { dtype, shape, data }] of tensors) {
    const array = DTYPES[CODES[dtype]]?.array;
    if (array !== undefined && !((data as unknown) instanceof array)) {
      refuse(`${array.name} as data of ${name}`, data.constructor.name);
    }
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
  readHead(head, head.length + end, refuse); // refuses what could not be read
  const chunks = tensors.map(([, { data }]) =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  );
  await writeFileAtomically(path, [head, ...chunks]);
}

/** The contents of a `.safetensors` file. */
export interface SafetensorsFile {
  /** The tensors. */
  stateDict: StateDict;
  /** The texts stored with them. */
  metadata: Record<string, string>;
}

/**
 * Reads the state dict from a `.safetensors` file of float32 and int64 tensors.
 *
 * @throws {TypeError} if the file is no such file, or a damaged one.
 */
export async function loadSafetensors(path: string): Promise<StateDict> {
  return (await readSafetensors(path)).stateDict;
}

/**
 * Reads a `.safetensors` file of float32 and int64 tensors with its metadata.
 *
 * @throws {TypeError} if the file is no such file, or a damaged one.
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  const other = notRegular(await Deno.stat(path));
  if (other) refusal(`read ${path}`)("a file", other);
  return parseSafetensors(await Deno.readFile(path), path);
}

/**
 * What is in the bytes of a `.safetensors` file.
 *
 * @param name The file's, for the message.
 * @throws {TypeError} if they are no such file, or a damaged one.
 */
export function parseSafetensors(
  file: Uint8Array<ArrayBuffer>,
  name: string,
): SafetensorsFile {
  const head = readHead(file, file.length, refusal(`read ${name}`));
  const stateDict: StateDict = withDisplay(new Map());
  for (const { name, entry, begin, end } of head.tensors) {
    const { name: dtype, array } = DTYPES[entry.dtype];
    const data = new array(file.slice(begin, end).buffer);
    stateDict.set(name, { dtype, shape: entry.shape, data } as SavedTensor);
  }
  return { stateDict, metadata: head.metadata };
}

type Refuse = (expected: string, got: string, advice?: string) => never;

function refusal(action: string): Refuse {
  return (expected, got, advice) => {
    throw new TypeError(
      `Cannot ${action} as safetensors: expected ${expected}, got ${got}` +
        (advice ? `. ${advice}` : ""),
    );
  };
}

/** What the head of a file says. */
interface Head {
  metadata: Record<string, string>;
  /** In the order in which they lie in the file; from which byte to which. */
  tensors: { name: string; entry: HeaderEntry; begin: number; end: number }[];
}

/**
 * Reads and checks the head of a file.
 *
 * @param file Its bytes, at least those of the head.
 * @param length The whole file's, in bytes.
 */
function readHead(
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
  const tensors = Object.entries(entries)
    .map(([name, entry]) => ({
      name,
      entry,
      span: checkEntry(name, entry, refuse),
    }))
    .sort((a, b) => a.span[0] - b.span[0]);
  for (const { name, span: [, end] } of tensors) {
    if (dataStart + end <= length) continue;
    refuse(`${dataStart + end} bytes for ${name}`, `a file of ${length} bytes`);
  }
  // The tensors must cover the data without gaps or overlaps.
  const spans = tensors.map(({ span }) => span)
    .sort(([a, aEnd], [b, bEnd]) => a - b || aEnd - bEnd);
  const ends = [0, ...spans.map(([, end]) => end)];
  const starts = [...spans.map(([begin]) => begin), length - dataStart];
  const gap = starts.findIndex((start, i) => start !== ends[i]);
  if (gap >= 0) {
    refuse(
      `tensor data that continues at byte ${ends[gap]}`,
      `byte ${starts[gap]}`,
    );
  }
  return {
    metadata: metadata as Record<string, string>,
    tensors: tensors.map(({ name, entry, span: [begin, end] }) => ({
      name,
      entry,
      begin: dataStart + begin,
      end: dataStart + end,
    })),
  };
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
