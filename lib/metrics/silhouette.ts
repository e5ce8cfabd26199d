import { dimOf, squaredDistances } from "./points.ts";

/**
 * The mean silhouette of each class's points, −1 … 1: near 1 if the class is
 * well separated, 0 if it touches another, negative if its points are nearer to
 * another class than to their own.
 *
 * For one point it is (b − a) / max(a, b), where a is the mean distance to the
 * other points of its class and b the mean distance to the nearest other class;
 * it is 0 for a class of one point and NaN for an empty class.
 *
 * Source: P. Rousseeuw, "Silhouettes: a graphical aid to the interpretation
 * and validation of cluster analysis", J. Comput. Appl. Math. 20, 1987.
 *
 * @param points [count, dim], row by row.
 * @throws {RangeError} if points and labels do not match, or a label is not
 * one of 0 … classCount − 1.
 */
export function perClassSilhouette(
  points: ArrayLike<number>,
  labels: ArrayLike<number>,
  classCount: number,
): number[] {
  const dim = dimOf(points, labels, "compute silhouettes");
  const sizes = new Array<number>(classCount).fill(0);
  for (const label of Array.from(labels)) {
    if (sizes[label] === undefined) {
      throw new RangeError(
        `Cannot compute silhouettes: expected labels of 0 … ` +
          `${classCount - 1}, got ${label}`,
      );
    }
    sizes[label]++;
  }
  const sums = new Array<number>(classCount).fill(0);
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i];
    if (sizes[own] === 1) continue;
    const toClass = new Float64Array(classCount);
    squaredDistances(points, dim, i).forEach((square, j) => {
      toClass[labels[j]] += Math.sqrt(square);
    });
    const within = toClass[own] / (sizes[own] - 1);
    const nearest = Math.min(
      ...sizes.map((size, c) =>
        c === own || size === 0 ? Infinity : toClass[c] / size
      ),
    );
    const greater = Math.max(within, nearest);
    if (Number.isFinite(greater) && greater > 0) {
      sums[own] += (nearest - within) / greater;
    }
  }
  return sums.map((sum, c) => sum / sizes[c]);
}
