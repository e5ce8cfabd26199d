import { DataError } from "./data_error.ts";

/** Labelled pictures in memory. */
export interface PictureSet {
  /** `[count, height, width, channels]`, 0 to 255 as stored. */
  readonly pixels: Uint8Array | Float32Array;
  /** `[count]`, the class of each picture, from 0 on. */
  readonly labels: Uint8Array;
  /** How many pictures there are. */
  readonly count: number;
  /** Rows of a picture. */
  readonly height: number;
  /** Columns of a picture. */
  readonly width: number;
  /** Numbers per pixel: 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/** What all pictures of a data set have in common. */
export interface PictureFormat {
  /** Rows of a picture. */
  readonly height: number;
  /** Columns of a picture. */
  readonly width: number;
  /** Numbers per pixel: 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** Labels go from 0 to `classCount` - 1. */
  readonly classCount: number;
}

/** Counts the pictures of each class: entry `c` is the number of labels `c`. */
export function countPerClass(
  labels: Uint8Array,
  classCount: number,
): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}

/**
 * Checks that pixels are numbers from 0 to 255.
 *
 * @throws {DataError} at the first one that is not, and where all of them lie
 * from 0 to 1, so that they must have been scaled already
 */
export function checkPixels(
  path: string,
  pixels: Uint8Array | Float32Array,
  { height, width, channels }: PictureFormat,
): void {
  if (pixels instanceof Uint8Array) return;
  let max = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i];
    if (!(value >= 0 && value <= 255)) { // so that NaN fails, too
      const picture = Math.floor(i / (height * width * channels));
      const row = Math.floor(i / (width * channels)) % height;
      const column = Math.floor(i / channels) % width;
      throw new DataError(
        path,
        "pixels from 0 to 255",
        `${value} in picture ${picture}, row ${row}, column ${column}`,
      );
    }
    if (value > max) max = value;
  }
  if (pixels.length > 0 && max <= 1) {
    throw new DataError(
      path,
      "pixels from 0 to 255",
      `none above ${max}: they have been scaled already`,
      "Multiply them by 255",
    );
  }
}

/**
 * Checks that labels are classes, and gives them as bytes.
 *
 * @throws {DataError} at the first label outside 0 to `classCount` - 1
 */
export function checkLabels(
  path: string,
  labels: ArrayLike<number | bigint>,
  classCount: number,
): Uint8Array {
  const checked = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = Number(labels[i]);
    if (!(Number.isInteger(label) && label >= 0 && label < classCount)) {
      throw new DataError(
        path,
        `labels from 0 to ${classCount - 1}`,
        `${labels[i]} for picture ${i}`,
      );
    }
    checked[i] = label;
  }
  return checked;
}
