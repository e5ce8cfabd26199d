import { checkShape } from "./check_shape.ts";
import { DataError } from "./data_error.ts";
import { MAX_LENGTH, readDataFile } from "./read_data_file.ts";
import type { Hdf5File } from "./hdf5_file.ts";
import {
  checkLabels,
  type LabelledPictures,
  type PictureFormat,
} from "./labelled_pictures.ts";

const PIXELS = { dtypes: /^[<>|]B$/, what: "uint8 numbers" };
const LABELS = {
  dtypes: /^([<>|][bB]|<[hHiIlLqQfd])$/,
  what: "little-endian numbers",
};

/**
 * Reads all labelled pictures from an HDF5 file.
 *
 * @param wanted The datasets of the pictures (uint8, `[count, height, width,
 * channels]`) and of their labels (`[count]`, `[1, count]`, `[count, 1]`, or
 * one-hot).
 * @throws {DataError} if the file is missing, damaged or not an HDF5 file, a
 * dataset is missing or has another dtype or shape, or a label is out of range
 */
export async function readHdf5Pictures(
  path: string,
  wanted: { readonly pixels: string; readonly labels: string },
  format: PictureFormat,
): Promise<LabelledPictures> {
  const bytes = await readDataFile(path);
  // Loaded only here because hardly anyone needs it: it is HDF5's C library in
  // WebAssembly.
  const { readHdf5 } = await import("./hdf5_file.ts");
  const { height, width, channels, classCount } = format;
  return await readHdf5(path, bytes, async (file) => {
    const [count] = check(file, wanted.pixels, PIXELS, [
      [null, height, width, channels],
    ]);
    if (count === 0) throw new DataError(path, "pictures", "none");
    const length = count * height * width * channels;
    if (length > MAX_LENGTH) { // before anything of that size is unpacked
      throw new DataError(
        path,
        `pictures of at most ${MAX_LENGTH} bytes in all`,
        `${length}`,
      );
    }
    check(file, wanted.labels, LABELS, [
      ...[[count], [1, count], [count, 1]],
      [count, classCount], // one-hot
    ]);
    const labels = await file.values(wanted.labels) as Int32Array;
    return {
      pixels: await file.values(wanted.pixels) as Uint8Array,
      labels: checkLabels(path, labels, count, classCount),
      count,
      height,
      width,
      channels,
    };
  });
}

/** Checks a dataset before anything is unpacked, and returns its shape. */
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
  checkShape(file.path, name, shape, shapes);
  return shape;
}
