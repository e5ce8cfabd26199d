import { basename, join } from "node:path";
import type { Generator } from "../random/mod.ts";
import { checkSplits } from "./check_splits.ts";
import { DataError } from "./data_error.ts";
import { readHdf5Pictures } from "./hdf5_pictures.ts";
import { readNpyPictures, type Splits } from "./npy_pictures.ts";
import { readPictureFolder } from "./picture_folder.ts";
import type { LabelledPictures } from "./labelled_pictures.ts";
import { findForm, H5_FILES, type SignsForm } from "./signs_form.ts";
import { SIGNS_FORMAT, SIGNS_PER_CLASS } from "./signs_format.ts";
import { isStandIn, STAND_IN_NOTICE } from "./signs_stand_in.ts";
import { splitPictures } from "./split_pictures.ts";

/** SIGNS as imported from another form. */
export interface ImportedSigns extends Splits {
  /** A description of what was read, for people. */
  readonly source: string;
  /** What may be intended, but should be known. */
  readonly warnings: readonly string[];
}

/** Called with the number of pictures decoded so far, and their total. */
export type OnProgress = (done: number, total: number) => void;

type Found = Splits & { source: string };

/**
 * Reads SIGNS from a folder, or from the only folder within it, in any form in
 * which people have it:
 * - `train_signs.h5` and `test_signs.h5`, the course's HDF5 files: the training
 *   set is split at random into 160 pictures of each class for training and 20
 *   for validation, the test set stays the test set;
 * - the six `.npy` files, split already;
 * - pictures named `<label>_….jpg` (or `.png`), or in folders `0` to `5`, of
 *   which 160, 20 and 20 of each class are taken at random; where they lie in
 *   folders `train_signs` and `test_signs`, these are treated as the two HDF5
 *   files are, and with a `val_signs` beside them all stay as they are.
 *
 * @throws {DataError} if none of these is found, a file is damaged, a class has
 * too few pictures, or the data would mislead
 */
export async function importSigns(
  dir: string,
  generator: Generator,
  onProgress?: OnProgress,
): Promise<ImportedSigns> {
  const form = await findForm(dir);
  const readFolder = (dir: string) =>
    readPictureFolder(dir, SIGNS_FORMAT, onProgress);
  const found = form.kind === "hdf5"
    ? await fromHdf5(form.dir, generator)
    : form.kind === "npy"
    ? await fromNpy(form.dir)
    : form.kind === "folders"
    ? await fromFolders(form, generator, readFolder)
    : fromPictures(form.dir, generator, await readFolder(form.dir));
  const warnings = checkSplits(dir, found, SIGNS_FORMAT, SIGNS_PER_CLASS);
  return { ...found, warnings };
}

async function fromHdf5(dir: string, generator: Generator): Promise<Found> {
  const read = (name: string) =>
    readHdf5Pictures(join(dir, `${name}_signs.h5`), {
      pixels: `${name}_set_x`,
      labels: `${name}_set_y`,
    }, SIGNS_FORMAT);
  const pool = await read("train");
  const test = await read("test");
  return {
    ...splitTraining(join(dir, H5_FILES[0]), pool, generator),
    test,
    source: H5_FILES.join(" and "),
  };
}

async function fromNpy(dir: string): Promise<Found> {
  const splits = await readNpyPictures(dir, SIGNS_FORMAT);
  if (await isStandIn(dir, splits)) {
    throw new DataError(dir, "SIGNS", `the ${STAND_IN_NOTICE}`);
  }
  return { ...splits, source: "six .npy files" };
}

async function fromFolders(
  { folders }: SignsForm & { kind: "folders" },
  generator: Generator,
  read: (dir: string) => Promise<LabelledPictures>,
): Promise<Found> {
  const train = await read(folders.train!);
  const val = folders.val === undefined ? undefined : await read(folders.val);
  const test = await read(folders.test!);
  return {
    ...val ? { train, val } : splitTraining(folders.train!, train, generator),
    test,
    source: [
      `${train.count} pictures in ${basename(folders.train!)}`,
      ...val ? [`${val.count} in ${basename(folders.val!)}`] : [],
      `${test.count} in ${basename(folders.test!)}`,
    ].join(", "),
  };
}

function fromPictures(
  dir: string,
  generator: Generator,
  pictures: LabelledPictures,
): Found {
  const { classCount } = SIGNS_FORMAT;
  const sizes = Object.values(SIGNS_PER_CLASS);
  const parts = splitPictures(dir, pictures, classCount, sizes, generator);
  const [train, val, test] = parts;
  return { train, val, test, source: `${pictures.count} pictures` };
}

function splitTraining(
  path: string,
  pool: LabelledPictures,
  generator: Generator,
): Pick<Splits, "train" | "val"> {
  const { classCount } = SIGNS_FORMAT;
  const sizes = [SIGNS_PER_CLASS.train, SIGNS_PER_CLASS.val];
  const [train, val] = splitPictures(path, pool, classCount, sizes, generator);
  return { train, val };
}
