import { join } from "node:path";
import { exists } from "../io/mod.ts";
import { DataError } from "./data_error.ts";
import type { LabelledPictures, PictureFormat } from "./labelled_pictures.ts";
import { readPicture } from "./read_picture.ts";

const LABELLED = /^(\d+)_/;
const AT_ONCE = 8; // decoding uses sharp's threads, waiting for files does not

/** Whether a file is a picture, judging by its name. */
export function isPicture(name: string): boolean {
  return /^[^.].*\.(jpe?g|png)$/i.test(name);
}

/** Whether a file is a picture with its label, judging by its name. */
export function isLabelledPicture(name: string): boolean {
  return isPicture(name) && LABELLED.test(name);
}

/**
 * Reads a folder of JPEG and PNG pictures: named `<label>_….jpg`, or in folders
 * named by their label, in the order of their paths, each as
 * {@linkcode readPicture} reads it.
 *
 * @throws {DataError} if there are no pictures, one cannot be decoded, or a name
 * does not begin with a label
 */
export async function readPictureFolder(
  dir: string,
  format: PictureFormat,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<LabelledPictures> {
  const { height, width, classCount } = format;
  const pictures = await listPictures(dir, classCount);
  const size = height * width * 3;
  const pixels = new Uint8Array(pictures.length * size);
  for (let start = 0; start < pictures.length; start += AT_ONCE) {
    const batch = pictures.slice(start, start + AT_ONCE);
    await Promise.all(batch.map(async ({ path }, i) => {
      const picture = await readPicture(path, { height, width });
      pixels.set(picture, (start + i) * size);
    }));
    onProgress(start + batch.length, pictures.length);
  }
  return {
    pixels,
    labels: Uint8Array.from(pictures, ({ label }) => label),
    count: pictures.length,
    height,
    width,
    channels: 3,
  };
}

/** A picture file and its label. */
interface LabelledFile {
  path: string;
  label: number;
}

async function listPictures(
  dir: string,
  classCount: number,
): Promise<LabelledFile[]> {
  const flat = (await picturesIn(dir)).map((name) => ({
    path: join(dir, name),
    label: labelOf(dir, name, classCount),
  }));
  const inClassFolders = await Promise.all(
    Array.from({ length: classCount }, async (_, label) => {
      const folder = join(dir, `${label}`);
      const names = await exists(folder) ? await picturesIn(folder) : [];
      for (const name of names) checkLabel(folder, name, label, classCount);
      return names.map((name) => ({ path: join(folder, name), label }));
    }),
  );
  const pictures = [...flat, ...inClassFolders.flat()];
  if (pictures.length > 0) return pictures;
  throw new DataError(
    dir,
    "JPEG or PNG pictures named <label>_….jpg",
    "a folder without any",
  );
}

/** The names of the pictures in a folder, in order. */
async function picturesIn(dir: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(dir)) {
    if (!entry.isDirectory && isPicture(entry.name)) names.push(entry.name);
  }
  return names.sort();
}

function labelOf(dir: string, name: string, classCount: number): number {
  const label = Number(LABELLED.exec(name)?.[1] ?? NaN);
  if (label < classCount) return label;
  throw new DataError(
    join(dir, name),
    `a name that begins with a label from 0 to ${classCount - 1} and _`,
    Number.isNaN(label) ? "one that does not" : `the label ${label}`,
  );
}

/** Refuses a picture whose name has another label than its folder. */
function checkLabel(
  folder: string,
  name: string,
  label: number,
  classCount: number,
): void {
  const own = Number(LABELLED.exec(name)?.[1] ?? label);
  if (own === label || own >= classCount) return; // a number, not a label
  throw new DataError(
    join(folder, name),
    `no other label than its folder's`,
    `${own} in its name`,
    "Rename the picture, or move it to the folder of its label",
  );
}
