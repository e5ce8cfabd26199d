import { basename, join, relative } from "node:path";
import { DataError } from "./data_error.ts";
import { isNpyFile, type Splits } from "./npy_pictures.ts";
import { isLabelledPicture, isPicture } from "./picture_folder.ts";

/** The course's HDF5 files. */
export const H5_FILES = ["train_signs.h5", "test_signs.h5"];

const PART_FOLDER = /^(train|val|test)(_signs)?$/i;
const CLASS_FOLDER = /^[0-5]$/;
const LEVELS = 3;

/** The form in which a folder holds SIGNS. */
export type SignsForm =
  | { kind: "hdf5" | "npy" | "pictures"; dir: string }
  | {
    kind: "folders";
    dir: string;
    folders: Partial<Record<keyof Splits, string>>;
  };

/**
 * Finds SIGNS in a folder, or in the only folder within it that has it, since
 * unpacked archives often nest one level deeper.
 *
 * @throws {DataError} if none of the forms is found, or more than one place has
 * them
 */
export async function findForm(dir: string): Promise<SignsForm> {
  let found = [dir];
  for (let level = 0; level < LEVELS; level++) {
    const forms = (await Promise.all(found.map(formIn)))
      .filter((form) => form !== undefined);
    if (forms.length === 1) return forms[0];
    if (forms.length > 1) {
      const places = forms.map((form) => relative(dir, form.dir));
      throw severalPlaces(dir, places.sort());
    }
    found = (await Promise.all(found.map(foldersIn))).flat();
  }
  const names = [...(await listNames(dir)).keys()];
  const archive = names.find((name) => /\.(zip|npz)$/i.test(name));
  const other = names.find((name) => /\.(h5|hdf5)$/i.test(name));
  throw new DataError(
    dir,
    `${H5_FILES.join(" and ")}, the six .npy files, or pictures named ` +
      "<label>_….jpg",
    "a folder with none of these",
    archive
      ? `Its ${archive} can be named itself`
      : other && `If its ${other} is one of the course's files, rename it`,
  );
}

/** @param places Within `dir`, as an archive's own folder is soon gone. */
function severalPlaces(dir: string, places: readonly string[]): DataError {
  return new DataError(
    dir,
    "one place with pictures",
    places.join(" and "),
    "Import the right one alone",
  );
}

function loneHdf5File(dir: string, name: string): DataError {
  const missing = H5_FILES.find((other) => other !== name)!;
  return new DataError(
    dir,
    H5_FILES.join(" and "),
    `only ${name}`,
    `Put ${missing} into the same folder: the course gives out both, one for ` +
      "training and validation and one for testing",
  );
}

async function formIn(dir: string): Promise<SignsForm | undefined> {
  const names = await listNames(dir);
  const h5Files = H5_FILES.filter((name) => names.has(name));
  if (h5Files.length === 1) throw loneHdf5File(dir, h5Files[0]);
  const npyFile = [...names.keys()].find(isNpyFile);
  const folders: Partial<Record<keyof Splits, string>> = {};
  for (const [name, isFolder] of names) {
    if (!isFolder || !PART_FOLDER.test(name)) continue;
    const part = PART_FOLDER.exec(name)![1].toLowerCase() as keyof Splits;
    const other = folders[part];
    if (other) throw severalPlaces(dir, [basename(other), name].sort());
    folders[part] = join(dir, name);
  }
  const found: [example: string, SignsForm][] = [];
  if (h5Files.length > 0) found.push([h5Files[0], { kind: "hdf5", dir }]);
  if (npyFile) found.push([npyFile, { kind: "npy", dir }]);
  if (folders.train && folders.test) {
    found.push([basename(folders.train), { kind: "folders", dir, folders }]);
  }
  // Beside another form, only what its name or folder labels is data.
  const isData = found.length === 0 ? isPicture : isLabelledPicture;
  const picture = [...names].find(([name, isFolder]) =>
    isFolder ? CLASS_FOLDER.test(name) : isData(name)
  );
  if (picture) found.push([picture[0], { kind: "pictures", dir }]);
  if (found.length > 1) {
    throw severalPlaces(dir, found.map(([example]) => example));
  }
  return found[0]?.[1];
}

async function foldersIn(dir: string): Promise<string[]> {
  return [...await listNames(dir)]
    .filter(([name, isFolder]) => isFolder && !/^(\.|__MACOSX)/.test(name))
    .map(([name]) => join(dir, name));
}

/** The names in a folder, and whether each is a folder itself. */
async function listNames(dir: string): Promise<Map<string, boolean>> {
  const names = new Map<string, boolean>();
  try {
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(dir)) {
      const path = join(dir, name);
      const isFolder = isSymlink
        ? await Deno.stat(path).then((to) => to.isDirectory, () => false)
        : isDirectory;
      names.set(name, isFolder);
    }
  } catch (error) {
    const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
    if (error instanceof NotADirectory) {
      throw new DataError(
        dir,
        "a folder, a .zip or an .npz",
        "another file",
        "Name the folder that it is in",
      );
    }
    if (error instanceof PermissionDenied) {
      throw new DataError(dir, "a folder", "no permission to look into it");
    }
    if (!(error instanceof NotFound)) throw error;
    throw new DataError(dir, "a folder", "nothing there");
  }
  return names;
}
