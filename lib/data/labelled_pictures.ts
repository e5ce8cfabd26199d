import { DataError } from "./data_error.ts";

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

/** Labelled pictures in memory. */
export interface LabelledPictures extends Omit<PictureFormat, "classCount"> {
  /** `[count, height, width, channels]`, from 0 to 255, as stored. */
  readonly pixels: Uint8Array | Float32Array;
  /** `[count]`, the class of each picture, from 0 on. */
  readonly labels: Uint8Array;
  /** The number of pictures. */
  readonly count: number;
}

/**
 * Counts the pictures of each class: entry `c` is the number of pictures with
 * label `c`.
 */
export function countPerClass(
  labels: Uint8Array,
  classCount: number,
): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}

/**
 * Checks that labels are classes, and returns them as bytes.
 *
 * @param labels A number for each of `count` pictures, or `classCount` numbers,
 * of which that of its class is 1 and the others are 0 (one-hot)
 * @throws {DataError} at the first label outside 0 to `classCount` - 1, or the
 * first that is not one-hot
 */
export function checkLabels(
  path: string,
  labels: ArrayLike<number | bigint>,
  count: number,
  classCount: number,
): Uint8Array {
  return labels.length === count
    ? checkClasses(path, labels, classCount)
    : fromOneHot(path, labels, classCount);
}

function checkClasses(
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

function fromOneHot(
  path: string,
  labels: ArrayLike<number | bigint>,
  classCount: number,
): Uint8Array {
  const numbers = Array.from(labels, Number);
  return Uint8Array.from(
    { length: labels.length / classCount },
    (_, picture) => {
      const start = picture * classCount;
      const row = numbers.slice(start, start + classCount);
      const label = row.indexOf(1);
      const isOneHot = label >= 0 &&
        row.every((number, i) => number === (i === label ? 1 : 0));
      if (isOneHot) return label;
      throw new DataError(
        path,
        "one-hot labels (1 for the picture's class, 0 for the others)",
        `${row.join(", ")} for picture ${picture}`,
      );
    },
  );
}

/** The pictures at the given indices, in that order. */
export function selectPictures(
  pictures: LabelledPictures,
  indices: readonly number[],
): LabelledPictures {
  const { pixels, labels, height, width, channels } = pictures;
  const size = height * width * channels;
  const selected = pixels instanceof Uint8Array
    ? new Uint8Array(indices.length * size)
    : new Float32Array(indices.length * size);
  indices.forEach((index, i) =>
    selected.set(pixels.subarray(index * size, (index + 1) * size), i * size)
  );
  return {
    ...pictures,
    pixels: selected,
    labels: Uint8Array.from(indices, (index) => labels[index]),
    count: indices.length,
  };
}

/**
 * Checks that there is one label for each picture.
 *
 * @throws {DataError} that names the file with the labels, if not
 */
export function checkLabelCount(
  labelsPath: string,
  labelCount: number,
  picturesName: string,
  count: number,
): void {
  if (labelCount === count) return;
  throw new DataError(
    labelsPath,
    `${count} labels, one for each picture of ${picturesName}`,
    `${labelCount}`,
  );
}
