import { countPairs } from "./classification.ts";
import { dimOf, squaredDistances } from "./points.ts";

/**
 * Finds the `k` nearest other points of each point (by Euclidean distance),
 * nearest first; ties go to the point that comes first.
 *
 * @param points [count, dim], row by row.
 * @returns [count, k], indices of points, row by row.
 * @throws {RangeError} if `points` does not hold whole points, or not more than
 * `k` of them.
 */
export function nearestNeighbors(
  points: ArrayLike<number>,
  dim: number,
  k: number,
): Int32Array {
  const count = points.length / dim;
  if (
    !Number.isInteger(count) || !Number.isInteger(k) || k < 1 || k >= count
  ) {
    throw new RangeError(
      `Cannot find ${k} nearest neighbors: expected k of at least 1 and more ` +
        `than k points of ${dim} numbers, got ${points.length} numbers`,
    );
  }
  const neighbors = new Int32Array(count * k);
  const others = Int32Array.from({ length: count }, (_, index) => index);
  for (let i = 0; i < count; i++) {
    const squares = squaredDistances(points, dim, i);
    const nearest = others.filter((j) => j !== i)
      .sort((a, b) => squares[a] - squares[b]); // which keeps ties in order
    neighbors.set(nearest.subarray(0, k), i * k);
  }
  return neighbors;
}

/**
 * Counts the classes of the `k` nearest neighbors of all points: row = class of
 * the point, column = class of the neighbor. {@linkcode perClassAccuracy} of
 * this matrix is the label agreement of neighbors.
 *
 * @param points [count, dim], row by row.
 * @throws {RangeError} if points and labels do not match, a label is not one of
 * 0 … classCount − 1, or there are at most `k` points.
 */
export function neighborClasses(
  points: ArrayLike<number>,
  labels: ArrayLike<number>,
  { k, classCount }: { k: number; classCount: number },
): number[][] {
  const dim = dimOf(points, labels, "count neighbors' classes");
  const neighbors = nearestNeighbors(points, dim, k);
  const pairs = Array.from(
    neighbors,
    (other, i) => [labels[Math.floor(i / k)], labels[other]] as const,
  );
  return countPairs(pairs, classCount, "count neighbors' classes", "beside");
}
