import { countPerClass, type LabelledPictures } from "./labelled_pictures.ts";

/**
 * The first `count` pictures of each class, class by class: all of class 0 in
 * their order, then all of class 1, …
 *
 * @throws {RangeError} if a class has fewer pictures
 */
export function firstOfEachClass(
  set: LabelledPictures,
  count: number,
  classCount: number,
): LabelledPictures {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(
      "Cannot take the first pictures of each class: expected a count of at " +
        `least 1, got ${count}`,
    );
  }
  countPerClass(set.labels, classCount).forEach((available, label) => {
    if (available >= count) return;
    throw new RangeError(
      `Cannot take the first ${count} pictures of each class: class ` +
        `${label} has ${available}`,
    );
  });
  const size = set.height * set.width * set.channels;
  const taken = new Array<number>(classCount).fill(0);
  const length = count * classCount * size;
  const pixels = set.pixels instanceof Uint8Array
    ? new Uint8Array(length)
    : new Float32Array(length);
  const labels = new Uint8Array(count * classCount);
  set.labels.forEach((label, index) => {
    if (taken[label] === count) return;
    const place = label * count + taken[label]++;
    const picture = set.pixels.subarray(index * size, (index + 1) * size);
    pixels.set(picture, place * size);
    labels[place] = label;
  });
  return { ...set, pixels, labels, count: labels.length };
}
