import type { Dataset } from "h5wasm/node";
import { DataError } from "./data_error.ts";
import { fileLength } from "./file_length.ts";
import { formatShape } from "./format.ts";
import {
  checkLabels,
  type PictureFormat,
  type PictureSet,
} from "./picture_set.ts";

/** Which pictures are wanted from an HDF5 file. */
export interface Hdf5Pictures {
  /** The dataset of the pictures: uint8, `[count, height, width, channels]`. */
  readonly pixels: string;
  /** The dataset of their labels: integers, `[count]` or `[1, count]`. */
  readonly labels: string;
  /** How many pictures there have to be. */
  readonly count: number;
}

/**
 * Reads labelled pictures from an HDF5 file.
 *
 * @throws {DataError} if the file is missing, damaged or no HDF5 file, or a
 * dataset is missing, of another dtype or shape, or a label is out of range
 */
export async function readHdf5Pictures(
  path: string,
  wanted: Hdf5Pictures,
  format: PictureFormat,
): Promise<PictureSet> {
  await fileLength(path); // which refuses what is no file
  // Loaded here because hardly anyone needs it: it is HDF5's C library in WebAssembly.
  const { default: h5 } = await import("h5wasm/node");
  (await h5.ready as unknown as ErrorSwitch).activate_throwing_error_handler();
  const { height, width, channels, classCount } = format;
  const { count } = wanted;

  return orDamaged(path, () => {
    using file = closing(new h5.File(path, "r"));
    const open = (name: string): Dataset => {
      const entity = file.get(name);
      if (entity instanceof h5.Dataset) return entity;
      const names = file.keys().join(", ") || "nothing";
      throw new DataError(path, `a dataset ${name}`, `a file with ${names}`);
    };
    const pixels = open(wanted.pixels);
    checkDataset(path, wanted.pixels, pixels, /^[<>|]B$/, "uint8 numbers", [
      [count, height, width, channels],
    ]);
    const labels = open(wanted.labels);
    const integers = /^([<>|][bB]|<[hHiIlLqQ])$/;
    const what = "little-endian integers";
    checkDataset(path, wanted.labels, labels, integers, what, [
      [count],
      [1, count],
    ]);
    return {
      pixels: pixels.value as Uint8Array,
      labels: checkLabels(path, labels.value as Int32Array, classCount),
      count,
      height,
      width,
      channels,
    };
  });
}

/** The part of h5wasm's module that makes HDF5's errors exceptions instead of text on stderr. */
interface ErrorSwitch {
  activate_throwing_error_handler(): void;
}

function checkDataset(
  path: string,
  name: string,
  dataset: Dataset,
  dtypes: RegExp,
  what: string,
  shapes: readonly (readonly number[])[],
): void {
  const dtype = String(dataset.dtype);
  if (!dtypes.test(dtype)) {
    throw new DataError(path, `${what} in ${name}`, `dtype ${dtype}`);
  }
  const shape = formatShape(dataset.shape ?? []);
  const expected = shapes.map(formatShape);
  if (!expected.includes(shape)) {
    throw new DataError(
      path,
      `${name} of shape ${expected.join(" or ")}`,
      `shape ${shape}`,
    );
  }
}

/** Lets `using` close an HDF5 file. */
function closing<F extends { close(): unknown }>(file: F): F & Disposable {
  return Object.assign(file, { [Symbol.dispose]: () => void file.close() });
}

function orDamaged<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(path, "a sound HDF5 file", `"${reason(error)}"`);
  }
}

/** The innermost of the calls that HDF5 reports says best what is the matter. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const calls = message.split("\n").filter((line) => /^\s*#\d+:/.test(line));
  return calls.at(-1)?.replace(/^.*\(\): /, "") ?? message.split("\n")[0];
}
