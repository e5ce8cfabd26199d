import type { Generator } from "../random/mod.ts";
import { DataError } from "./data_error.ts";
import {
  countPerClass,
  type LabelledPictures,
  selectPictures,
} from "./labelled_pictures.ts";

/**
 * Splits pictures at random into parts with `perClass[i]` pictures of every
 * class in part i, each part in random order; the remaining pictures are
 * dropped.
 *
 * @throws {DataError} if a class has too few pictures; `path` is where they
 * come from
 */
export function splitPictures(
  path: string,
  pictures: LabelledPictures,
  classCount: number,
  perClass: readonly number[],
  generator: Generator,
): LabelledPictures[] {
  const needed = perClass.reduce((a, b) => a + b, 0);
  const counts = countPerClass(pictures.labels, classCount);
  if (counts.some((count) => count < needed)) {
    throw new DataError(
      path,
      `at least ${needed} pictures of each class (${perClass.join(" + ")})`,
      counts.map((count, label) => `${count} of class ${label}`).join(", "),
    );
  }
  const parts = perClass.map((): number[] => []);
  const seen = new Array<number>(classCount).fill(0);
  for (const index of generator.permutation(pictures.count)) {
    let place = seen[pictures.labels[index]]++;
    const part = perClass.findIndex((size) => {
      if (place < size) return true;
      place -= size;
      return false;
    });
    parts[part]?.push(index); // none: left over
  }
  return parts.map((indices) => selectPictures(pictures, indices));
}
