import { join } from "node:path";
import type { Generator } from "../random/mod.ts";
import { DataError } from "./data_error.ts";
import { readHdf5Pictures } from "./hdf5_pictures.ts";
import { NPY_FILES, readNpyPictures, type Splits } from "./npy_pictures.ts";
import { isPicture, readPictureFolder } from "./picture_folder.ts";
import type { PictureSet } from "./picture_set.ts";
import { SIGNS_FORMAT, SIGNS_PER_CLASS } from "./signs_format.ts";
import { isStandIn, STAND_IN_NOTICE } from "./signs_stand_in.ts";
import { splitPictures } from "./split_pictures.ts";

/** SIGNS as it was found in another form. */
export interface ImportedSigns extends Splits {
  /** What was read, for people. */
  readonly source: string;
}

/** Hears how many pictures have been decoded, and of how many. */
export type OnProgress = (done: number, total: number) => void;

const H5_FILES = ["train_signs.h5", "test_signs.h5"];
const PICTURE_FOLDERS = ["train_signs", "test_signs"];

/**
 * Reads SIGNS from a folder in any form in which people have it:
 * - `train_signs.h5` and `test_signs.h5`, the course's HDF5 files: the training
 *   set is split at random into 160 pictures of each class for training and 20
 *   for validation, the test set stays the test set;
 * - the six `.npy` files, split already;
 * - pictures named `<label>_….jpg` (or `.png`), of which 160, 20 and 20 of each
 *   class are taken at random; where they lie in folders `train_signs` and
 *   `test_signs`, these are treated as the two HDF5 files are.
 *
 * @throws {DataError} if there is none of these, a file is damaged, or a class
 * has too few pictures
 */
export async function importSigns(
  dir: string,
  generator: Generator,
  onProgress?: OnProgress,
): Promise<ImportedSigns> {
  const names = await listNames(dir);
  if (H5_FILES.some((name) => names.has(name))) {
    return await fromHdf5(dir, generator);
  }
  if (NPY_FILES.some((name) => names.has(name))) {
    if (await isStandIn(dir)) {
      throw new DataError(dir, "SIGNS", `the ${STAND_IN_NOTICE}`);
    }
    const splits = await readNpyPictures(dir, SIGNS_FORMAT);
    return { ...splits, source: "six .npy files" };
  }
  if (PICTURE_FOLDERS.every((name) => names.has(name))) {
    return await fromPictureFolders(dir, generator, onProgress);
  }
  if ([...names].some(isPicture)) {
    return await fromPictures(dir, generator, onProgress);
  }
  throw new DataError(
    dir,
    `${H5_FILES.join(" and ")}, the six .npy files, or pictures named ` +
      "<label>_….jpg",
    "a folder with none of these",
  );
}

async function fromHdf5(
  dir: string,
  generator: Generator,
): Promise<ImportedSigns> {
  const { train, val, test } = SIGNS_PER_CLASS;
  const read = (name: string, perClass: number) =>
    readHdf5Pictures(join(dir, `${name}_signs.h5`), {
      pixels: `${name}_set_x`,
      labels: `${name}_set_y`,
      count: perClass * SIGNS_FORMAT.classCount,
    }, SIGNS_FORMAT);
  const pool = await read("train", train + val);
  const testSet = await read("test", test);
  return {
    ...splitTraining(join(dir, H5_FILES[0]), pool, generator),
    test: testSet,
    source: H5_FILES.join(" and "),
  };
}

async function fromPictureFolders(
  dir: string,
  generator: Generator,
  onProgress?: OnProgress,
): Promise<ImportedSigns> {
  const [poolDir, testDir] = PICTURE_FOLDERS.map((name) => join(dir, name));
  const pool = await readPictureFolder(poolDir, SIGNS_FORMAT, onProgress);
  const test = await readPictureFolder(testDir, SIGNS_FORMAT, onProgress);
  return {
    ...splitTraining(poolDir, pool, generator),
    test,
    source: `${pool.count} and ${test.count} pictures in ` +
      PICTURE_FOLDERS.join(" and "),
  };
}

async function fromPictures(
  dir: string,
  generator: Generator,
  onProgress?: OnProgress,
): Promise<ImportedSigns> {
  const pictures = await readPictureFolder(dir, SIGNS_FORMAT, onProgress);
  const { classCount } = SIGNS_FORMAT;
  const sizes = Object.values(SIGNS_PER_CLASS);
  const parts = splitPictures(dir, pictures, classCount, sizes, generator);
  const [train, val, test] = parts;
  return { train, val, test, source: `${pictures.count} pictures` };
}

function splitTraining(
  path: string,
  pool: PictureSet,
  generator: Generator,
): Pick<Splits, "train" | "val"> {
  const { classCount } = SIGNS_FORMAT;
  const sizes = [SIGNS_PER_CLASS.train, SIGNS_PER_CLASS.val];
  const [train, val] = splitPictures(path, pool, classCount, sizes, generator);
  return { train, val };
}

async function listNames(dir: string): Promise<Set<string>> {
  const names = new Set<string>();
  try {
    for await (const entry of Deno.readDir(dir)) names.add(entry.name);
  } catch (error) {
    const isFile = error instanceof Deno.errors.NotADirectory;
    if (!isFile && !(error instanceof Deno.errors.NotFound)) throw error;
    throw new DataError(dir, "a folder", isFile ? "a file" : "nothing there");
  }
  return names;
}
