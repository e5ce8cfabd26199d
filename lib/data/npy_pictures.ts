import { basename, join } from "node:path";
import { exists, namesIn } from "../io/mod.ts";
import { DataError } from "./data_error.ts";
import { readNpy, writeNpy } from "./npy.ts";
import {
  checkLabelCount,
  checkLabels,
  type LabelledPictures,
  type PictureFormat,
} from "./labelled_pictures.ts";
import { checkPixels } from "./check_pixels.ts";

/** The three parts of a data set. */
export interface Splits {
  /** The training pictures. */
  readonly train: LabelledPictures;
  /** The validation pictures. */
  readonly val: LabelledPictures;
  /** The test pictures. */
  readonly test: LabelledPictures;
}

const SPLITS = ["train", "val", "test"] as const;

/** The names of the six files: `X_train.npy`, `Y_train.npy`, … */
const NPY_FILES: readonly string[] = SPLITS.flatMap((split) => [
  `X_${split}.npy`,
  `Y_${split}.npy`,
]);

/** Whether a file's name is one of the six, in upper or lower case. */
export function isNpyFile(name: string): boolean {
  return NPY_FILES.some((wanted) => isNamed(name, wanted));
}

const isNamed = (name: string, wanted: string): boolean =>
  name.toLowerCase() === wanted.toLowerCase();

/**
 * Reads a data set of six `.npy` files from a folder: `X_` pictures
 * `[count, height, width, channels]` (numbers from 0 to 255),
 * `Y_` labels `[count]` or `[count, 1]` (whole numbers) or
 * `[count, classCount]` (one-hot). The case of their names does not matter.
 *
 * @throws {DataError} if a file is missing, damaged or empty, or two do not
 * match
 */
export async function readNpyPictures(
  dir: string,
  format: PictureFormat,
): Promise<Splits> {
  const paths = await findFiles(dir);
  const [train, val, test] = await Promise.all(
    SPLITS.map((_, i) => readSplit(paths[2 * i], paths[2 * i + 1], format)),
  );
  return { train, val, test };
}

/** Writes a data set as six `.npy` files into a folder. */
export async function writeNpyPictures(
  dir: string,
  splits: Splits,
): Promise<void> {
  for (const split of SPLITS) {
    const { pixels, labels, count, height, width, channels } = splits[split];
    const shape = [count, height, width, channels];
    await writeNpy(join(dir, `X_${split}.npy`), pixels, shape);
    const labelsAsInt64 = BigInt64Array.from(labels, BigInt); // NumPy's default
    await writeNpy(join(dir, `Y_${split}.npy`), labelsAsInt64, [count]);
  }
}

async function readSplit(
  picturesPath: string,
  labelsPath: string,
  format: PictureFormat,
): Promise<LabelledPictures> {
  const { height, width, channels, classCount } = format;
  const pictures = await readNpy(picturesPath, [null, height, width, channels]);
  const labels = await readNpy(
    labelsPath,
    ...[[null], [null, 1], [null, classCount]],
  );
  const count = pictures.shape[0];
  checkLabelCount(labelsPath, labels.shape[0], basename(picturesPath), count);
  if (count === 0) throw new DataError(picturesPath, "pictures", "none");
  return {
    pixels: checkPixels(picturesPath, pictures.data, format),
    labels: checkLabels(labelsPath, labels.data, count, classCount),
    count,
    height,
    width,
    channels,
  };
}

/** The paths of the six files, in the order of `NPY_FILES`. */
async function findFiles(dir: string): Promise<string[]> {
  const there = await namesIn(dir);
  if (there === undefined) {
    throw new DataError(
      dir,
      "a folder",
      await exists(dir) ? "a file" : "nothing: it does not exist",
    );
  }
  const found = NPY_FILES.map((wanted) =>
    there.filter((name) => isNamed(name, wanted))
  );
  const missing = NPY_FILES.filter((_, i) => found[i].length === 0);
  if (missing.length > 0) {
    throw new DataError(
      dir,
      `the files ${NPY_FILES.join(", ")}`,
      `a folder without ${missing.join(", ")}`,
    );
  }
  const several = found.find((names) => names.length > 1);
  if (several) {
    throw new DataError(
      dir,
      "each of the six files once",
      several.join(" and "),
      "Remove the one that does not belong there",
    );
  }
  return found.map(([name]) => join(dir, name));
}
