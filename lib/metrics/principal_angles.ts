import { Matrix, QrDecomposition, SVD } from "ml-matrix";

/**
 * The principal angles between the spans of two sets of vectors, in degrees
 * from 0 to 90, smallest first: as many as the dimension of the smaller span.
 * If all are 0, one span contains the other; an angle of 90 means that some
 * direction of one span is orthogonal to the whole of the other.
 *
 * Small angles are computed from sines, since cosines would lose them to
 * rounding.
 *
 * Source: Å. Björck and G. Golub, "Numerical methods for computing angles
 * between linear subspaces", Mathematics of Computation 27, 1973.
 *
 * @param a Linearly independent vectors, all with the same number of elements.
 * @param b Like `a`, with the same number of elements.
 * @throws {RangeError} if there are no vectors, their lengths differ, or the
 * vectors of one set are linearly dependent.
 */
export function principalAngles(
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
): number[] {
  const size = a[0]?.length ?? 0;
  const [larger, smaller] = (a.length >= b.length ? [a, b] : [b, a])
    .map((vectors) => orthonormalBasis(vectors, size));
  const inLarger = larger.transpose().mmul(smaller);
  const rest = Matrix.sub(smaller, larger.mmul(inLarger));
  const cosines = singularValues(inLarger);
  const sines = singularValues(rest).reverse();
  return cosines.map((cosine, index) => {
    const radians = cosine ** 2 > 0.5
      ? Math.asin(Math.min(1, sines[index]))
      : Math.acos(cosine);
    return radians * 180 / Math.PI;
  });
}

/** [size, vectors.length], orthonormal columns with the vectors' span. */
function orthonormalBasis(
  vectors: readonly ArrayLike<number>[],
  size: number,
): Matrix {
  const action = "Cannot compute principal angles";
  if (
    vectors.length === 0 || size === 0 ||
    vectors.some((vector) => vector.length !== size)
  ) {
    throw new RangeError(
      `${action}: expected vectors of one length in both sets, at least one, ` +
        `got lengths [${vectors.map((vector) => vector.length).join(", ")}]`,
    );
  }
  const columns = new Matrix(vectors.map((vector) => Array.from(vector)))
    .transpose();
  const qr = vectors.length <= size ? new QrDecomposition(columns) : undefined;
  if (!qr?.isFullRank() || isDependent(qr)) {
    throw new RangeError(
      `${action}: expected vectors that do not depend linearly on each other`,
    );
  }
  return qr.orthogonalMatrix;
}

/** Whether a vector adds only rounding errors to the span of those before it. */
function isDependent(qr: QrDecomposition): boolean {
  const lengths = qr.upperTriangularMatrix.diagonal().map(Math.abs);
  return Math.min(...lengths) <= 1e-12 * Math.max(...lengths);
}

/** Greatest first. */
function singularValues(matrix: Matrix): number[] {
  return new SVD(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal;
}
