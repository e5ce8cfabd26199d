import { notRegular, writeFileAtomically } from "../io/mod.ts";
import {
  CODES,
  DTYPES,
  makeHead,
  readHead,
  refusal,
} from "./safetensors_head.ts";
import type { SavedTensor, StateDict } from "./state.ts";
import { requireStateDict, withDisplay } from "./state_dict.ts";

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
  requireStateDict(`write ${path}`, stateDict);
  const refuse = refusal(`write ${path}`);
  for (const [name, { dtype, data }] of stateDict) {
    const array = DTYPES[CODES[dtype]]?.array;
    if (array === undefined || (data as unknown) instanceof array) continue;
    refuse(`${array.name} as data of ${name}`, data.constructor.name);
  }
  // Wider elements first, so that each tensor is aligned to its element size.
  const tensors = new Map(
    [...stateDict].sort(([, a], [, b]) =>
      b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT
    ),
  );
  const chunks = [...tensors.values()].map(({ data }) =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  );
  const head = makeHead(tensors, metadata);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, head.length);
  readHead(head, length, refuse); // refuses what could not be read
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
