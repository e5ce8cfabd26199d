/** The squared Euclidean distances of all points from point `i`. */
export function squaredDistances(
  points: ArrayLike<number>,
  dim: number,
  i: number,
): Float64Array {
  const squares = new Float64Array(points.length / dim);
  for (let j = 0; j < squares.length; j++) {
    for (let axis = 0; axis < dim; axis++) {
      squares[j] += (points[i * dim + axis] - points[j * dim + axis]) ** 2;
    }
  }
  return squares;
}

/**
 * The dimension of the points.
 *
 * @throws {RangeError} if there are not as many points as labels, or a point is
 * incomplete.
 */
export function dimOf(
  points: ArrayLike<number>,
  labels: ArrayLike<number>,
  action: string,
): number {
  const dim = points.length / labels.length;
  if (Number.isInteger(dim) && dim >= 1) return dim;
  throw new RangeError(
    `Cannot ${action}: expected as many points as labels, got ` +
      `${points.length} numbers for ${labels.length} labels`,
  );
}
