import { join } from "node:path";
import { DataError } from "./data_error.ts";
import type { PictureFormat, PictureSet } from "./picture_set.ts";

const LABELLED = /^(\d+)_/;
const AT_ONCE = 8; // decoding takes sharp's threads, waiting for files does not

/** Whether a file is a picture, by its name. */
export function isPicture(name: string): boolean {
  return /^[^.].*\.(jpe?g|png)$/i.test(name);
}

/**
 * Reads a folder of JPEG and PNG pictures named `<label>_….jpg`, in the order of
 * their names. A picture is turned as its camera says, laid on white where it is
 * transparent, made RGB, and scaled and cropped around its middle to the format.
 *
 * @throws {DataError} if there are no pictures, one cannot be decoded, or a name
 * does not begin with a label
 */
export async function readPictureFolder(
  dir: string,
  format: PictureFormat,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<PictureSet> {
  const { height, width } = format;
  const names = await listPictures(dir);
  const labels = Uint8Array.from(
    names,
    (name) => labelOf(dir, name, format.classCount),
  );
  const size = height * width * 3;
  const pixels = new Uint8Array(names.length * size);
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const batch = names.slice(start, start + AT_ONCE);
    await Promise.all(batch.map(async (name, i) => {
      const picture = await decode(join(dir, name), height, width);
      pixels.set(picture, (start + i) * size);
    }));
    onProgress(start + batch.length, names.length);
  }
  return { pixels, labels, count: names.length, height, width, channels: 3 };
}

async function listPictures(dir: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(dir)) {
    if (!entry.isDirectory && isPicture(entry.name)) names.push(entry.name);
  }
  if (names.length === 0) {
    throw new DataError(
      dir,
      "JPEG or PNG pictures named <label>_….jpg",
      "a folder without any",
    );
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

async function decode(
  path: string,
  height: number,
  width: number,
): Promise<Uint8Array> {
  // Loaded here because only who imports pictures needs it.
  const { default: sharp } = await import("sharp");
  try {
    return await sharp(path)
      .autoOrient()
      .flatten({ background: "white" })
      .resize({ width, height, fit: "cover" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(
      path,
      "a JPEG or PNG picture",
      `one that cannot be decoded ("${reason.trim().split("\n")[0]}")`,
    );
  }
}
