import { DataError } from "./data_error.ts";
import type { Splits } from "./npy_pictures.ts";
import {
  countPerClass,
  type LabelledPictures,
  type PictureFormat,
} from "./labelled_pictures.ts";

type Part = keyof Splits;
const PARTS = ["train", "val", "test"] as const;
const PAIRS: readonly (readonly [Part, Part])[] = [
  ["train", "val"],
  ["train", "test"],
  ["val", "test"],
];

// SIGNS itself has a few: 17 of its 240 validation and test pictures are
// training pictures, too, and 36 training pictures are there twice.
const MANY = 0.5;

/**
 * Checks that training, validating and testing a model with these three parts
 * misleads nobody.
 *
 * @param dir Where the pictures come from, for messages.
 * @param usual The usual number of pictures of each class in each part.
 * @returns warnings: what may be intended, but should be known to those who
 * read the results
 * @throws {DataError} if a class has no training pictures, a part has only one
 * class, two parts are the same, or a picture has two labels
 */
export function checkSplits(
  dir: string,
  splits: Splits,
  { classCount }: PictureFormat,
  usual: Record<Part, number>,
): string[] {
  const counts = (part: Part) => countPerClass(splits[part].labels, classCount);
  for (const part of PARTS) {
    const present = counts(part).filter((count) => count > 0).length;
    const areEnough = part === "train"
      ? present === classCount
      : present !== 1 || splits[part].count === 1;
    if (areEnough) continue;
    throw new DataError(
      dir,
      `pictures of the classes 0 to ${classCount - 1} in ${part}`,
      counts(part).map((count, label) => `${count} of class ${label}`)
        .join(", "),
      "Check whether the labels belong to these pictures",
    );
  }
  for (const [a, b] of PAIRS.slice(0, 2)) { // the pairs with the training part
    if (!isSame(splits[a].pixels, splits[b].pixels)) continue;
    throw new DataError(
      dir,
      `other pictures in ${b} than in ${a}`,
      "the same ones",
      "A model tested on its training pictures shows nothing: give each part its own",
    );
  }
  const prints = {
    train: fingerprints(splits.train),
    val: fingerprints(splits.val),
    test: fingerprints(splits.test),
  };
  refuseTwoLabels(dir, splits, prints);
  return [
    ...unusualCounts(splits, classCount, usual),
    ...(["val", "test"] as const).flatMap((part) =>
      missingClasses(part, counts(part))
    ),
    ...repeated(prints.train),
    ...PAIRS.flatMap(([a, b]) => sharedPictures(prints, a, b)),
  ];
}

function unusualCounts(
  splits: Splits,
  classCount: number,
  usual: Record<Part, number>,
): string[] {
  const parts = Object.keys(usual) as Part[];
  const found = parts.map((part) => splits[part].count).join("/");
  const expected = parts.map((part) => usual[part] * classCount).join("/");
  return found === expected
    ? []
    : [`${found} pictures, where the sheet has ${expected}`];
}

function missingClasses(part: Part, counts: readonly number[]): string[] {
  const missing = counts.flatMap((count, label) => count === 0 ? [label] : []);
  return missing.length === 0
    ? []
    : [`no picture of class ${missing.join(", ")} in ${part}`];
}

/** One for each picture of a part. */
type Fingerprints = Record<Part, readonly number[]>;

/** Black pictures, for example, where a file was not filled. */
function refuseTwoLabels(
  dir: string,
  splits: Splits,
  prints: Fingerprints,
): void {
  const first = new Map<number, { label: number; place: string }>();
  for (const part of PARTS) {
    for (const [i, print] of prints[part].entries()) {
      const label = splits[part].labels[i];
      const place = `picture ${i} in ${part}`;
      const known = first.get(print);
      if (known === undefined) first.set(print, { label, place });
      if (known === undefined || known.label === label) continue;
      throw new DataError(
        dir,
        "one label for a picture",
        `${known.label} for ${known.place} and ${label} for ${place}, which are ` +
          "the same",
        "Check whether the labels belong to these pictures",
      );
    }
  }
}

function repeated(prints: readonly number[]): string[] {
  const count = prints.length - new Set(prints).size;
  return count < MANY * prints.length
    ? []
    : [`${count} of ${prints.length} pictures in train repeat others there`];
}

function sharedPictures(prints: Fingerprints, a: Part, b: Part): string[] {
  const known = new Set(prints[a]);
  const shared = prints[b].filter((print) => known.has(print));
  return shared.length < MANY * prints[b].length ? [] : [
    `${shared.length} of ${prints[b].length} pictures in ${b} are in ${a}, too`,
  ];
}

/** A hash of each picture's pixels: FNV-1a, 2 × 32 bits. */
function fingerprints({ pixels, count }: LabelledPictures): number[] {
  const size = pixels.length / count;
  return Array.from({ length: count }, (_, picture) => {
    let [even, odd] = [0x811c9dc5, 0x811c9dc5];
    for (let i = picture * size; i < (picture + 1) * size; i += 2) {
      even = Math.imul(even ^ (pixels[i] * 16), 0x01000193);
      odd = Math.imul(odd ^ (pixels[i + 1] * 16), 0x01000193);
    }
    return (even >>> 0) * 2 ** 20 + (odd >>> 12);
  });
}

function isSame(
  a: Uint8Array | Float32Array,
  b: Uint8Array | Float32Array,
): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
