import { dump } from "npyjs";
import { writeFileAtomically } from "../io/mod.ts";
import { checkShape } from "./check_shape.ts";
import { readDataFile } from "./read_data_file.ts";
import { shapeText } from "./shape_text.ts";
import { NPY_DTYPES, type NpyData, type WritableNpyData } from "./npy_dtype.ts";
import { readNpyHeader } from "./npy_header.ts";

// npyjs writes the files but does not read them: its parser trusts the header
// (it checks neither sizes nor order nor trailing bytes, and fails on object
// arrays with "unsupported dtype" at best). Everything that keeps damaged files
// out must be checked before calling it, and what then remains is one line that
// views the bytes as a typed array.

/**
 * Reads an `.npy` file (NumPy's format, versions 1 to 3), and puts its numbers
 * in C order (row-major) if they are in Fortran order.
 *
 * @param shapes The accepted shapes; `null` stands for any length of an axis.
 * @throws {DataError} if the file is missing, truncated, too long, pickled, in
 * another byte order, or of another shape
 */
export async function readNpy(
  path: string,
  ...shapes: readonly (readonly (number | null)[])[]
): Promise<{ data: NpyData; shape: readonly number[] }> {
  const bytes = await readDataFile(path);
  const { dtype, shape, fortranOrder, dataOffset } = readNpyHeader(path, bytes);
  checkShape(path, "an array", shape, shapes);
  const data = new NPY_DTYPES[dtype](bytes.slice(dataOffset).buffer);
  return { data: fortranOrder ? inCOrder(data, shape) : data, shape };
}

/** Puts numbers from Fortran order, where the first axis varies fastest, in C order. */
function inCOrder(data: NpyData, shape: readonly number[]): NpyData {
  const steps = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const ordered = data.slice();
  const [from, to] = [data, ordered] as Uint8Array[]; // of whatever dtype
  let next = 0;
  const visit = (axis: number, place: number) => {
    if (axis === shape.length) {
      to[next++] = from[place];
      return;
    }
    for (let i = 0; i < shape[axis]; i++) {
      visit(axis + 1, place + i * steps[axis]);
    }
  };
  visit(0, 0);
  return ordered;
}

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/**
 * Writes numbers in C order as an `.npy` file, completely or not at all.
 *
 * @throws {TypeError} if `shape` does not match the length of `data`
 */
export async function writeNpy(
  path: string,
  data: WritableNpyData,
  shape: readonly number[],
): Promise<void> {
  const count = sizeOf(shape);
  if (count !== data.length) {
    throw new TypeError(
      `Cannot write ${path}: expected ${count} numbers for shape ` +
        `${shapeText(shape)}, got ${data.length}`,
    );
  }
  await writeFileAtomically(path, new Uint8Array(dump(data, [...shape])));
}
