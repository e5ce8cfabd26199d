import {
  countPerClass,
  type LabelledPictures,
  selectPictures,
} from "./labelled_pictures.ts";

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
  const indices = Array.from({ length: classCount }, (): number[] => []);
  set.labels.forEach((label, index) => {
    if (indices[label].length < count) indices[label].push(index);
  });
  return selectPictures(set, indices.flat());
}
