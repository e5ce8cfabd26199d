import { dimOf, squaredDistances } from "./points.ts";

/**
 * The mean silhouette of each class's points, −1 … 1: near 1 where the class
 * lies by itself, 0 where it touches another, negative where its points are
 * nearer to another class than to their own.
 *
 * Of one point: (b − a) / max(a, b), with a the mean distance to the others of
 * its class and b that to the nearest other class; 0 for a class of one point,
 * NaN for one of none.
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
