import { DataError } from "./data_error.ts";
import { fileLength, MAX_LENGTH } from "./file_length.ts";
import { formatShape } from "./format.ts";
import type { Hdf5File } from "./hdf5_file.ts";
import {
  checkLabels,
  type LabelledPictures,
  type PictureFormat,
} from "./labelled_pictures.ts";

/** Which pictures are wanted from an HDF5 file. */
export interface Hdf5Pictures {
  /** The dataset of the pictures: uint8, `[count, height, width, channels]`. */
  readonly pixels: string;
  /** The dataset of their labels: whole numbers, `[count]`, `[1, count]` or `[count, 1]`. */
  readonly labels: string;
}

const PIXELS = { dtypes: /^[<>|]B$/, what: "uint8 numbers" };
const LABELS = {
  dtypes: /^([<>|][bB]|<[hHiIlLqQfd])$/,
  what: "little-endian numbers",
};

/**
 * Reads labelled pictures from an HDF5 file, as many as there are.
 *
 * @throws {DataError} if the file is missing, damaged or no HDF5 file, or a
 * dataset is missing, of another dtype or shape, or a label is out of range
 */
export async function readHdf5Pictures(
  path: string,
  wanted: Hdf5Pictures,
  format: PictureFormat,
): Promise<LabelledPictures> {
  await fileLength(path); // which refuses what is no file, or too long
  const bytes = await Deno.readFile(path);
  // Loaded here because hardly anyone needs it: it is HDF5's C library in WebAssembly.
  const { readHdf5 } = await import("./hdf5_file.ts");
  const { height, width, channels, classCount } = format;
  return await readHdf5(path, bytes, async (file) => {
    const [count] = check(file, wanted.pixels, PIXELS, [
      [null, height, width, channels],
    ]);
    if (count === 0) throw new DataError(path, "pictures", "none");
    checkLength(path, count * height * width * channels);
    check(file, wanted.labels, LABELS, [[count], [1, count], [count, 1]]);
    const labels = await file.values(wanted.labels) as Int32Array;
    return {
      pixels: await file.values(wanted.pixels) as Uint8Array,
      labels: checkLabels(path, labels, classCount),
      count,
      height,
      width,
      channels,
    };
  });
}

/** Before so much is unpacked. */
function checkLength(path: string, length: number): void {
  if (length <= MAX_LENGTH) return;
  throw new DataError(
    path,
    `pictures of at most ${MAX_LENGTH} bytes in all`,
    `${length}`,
  );
}

/** Checks a dataset, of which nothing is unpacked yet, and gives its shape. */
function check(
  file: Hdf5File,
  name: string,
  { dtypes, what }: typeof PIXELS,
  shapes: readonly (readonly (number | null)[])[],
): readonly number[] {
  const dataset = file.dataset(name);
  const dtype = String(dataset.dtype);
  if (!dtypes.test(dtype)) {
    throw new DataError(file.path, `${what} in ${name}`, `dtype ${dtype}`);
  }
  const shape = dataset.shape ?? [];
  const fits = shapes.some((expected) =>
    shape.length === expected.length &&
    shape.every((length, axis) => length === (expected[axis] ?? length))
  );
  if (fits) return shape;
  throw new DataError(
    file.path,
    `${name} of shape ${shapes.map(formatShape).join(" or ")}`,
    `shape ${formatShape(shape)}`,
  );
}
