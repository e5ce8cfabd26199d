import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** The principal components of some samples: the closed form of the best linear autoencoder. */
export interface PrincipalComponents {
  /** The samples' mean, [size]. */
  readonly mean: Float64Array;
  /**
   * [size, size], one component of length 1 per row, the one with the largest
   * variance first.
   */
  readonly components: Float64Array;
  /** The samples' variance along each component, [size], greatest first. */
  readonly variances: Float64Array;
  /**
   * The smallest mean squared error with which d numbers can describe the
   * fitted samples linearly, for d = 0 … size: the variance along the remaining
   * components.
   *
   * errors[d] = Σ_{k ≥ d} variances[k] / size
   */
  readonly errors: Float64Array;
}

/**
 * Computes principal components: eigenvectors and eigenvalues of the samples'
 * covariance matrix, all in float64.
 *
 * Source: C. Eckart and G. Young, "The approximation of one matrix by another
 * of lower rank", Psychometrika 1, 1936.
 *
 * @param samples [count, size], row by row.
 * @param size The number of elements of a sample.
 *
 * @example
 * ```ts
 * import { principalComponents } from "mle/metrics/mod.ts";
 *
 * const onALine = Float32Array.of(-1, -2, 0, 0, 1, 2);
 * const { components, errors } = principalComponents(onALine, 2);
 * // components: ±(1, 2)/√5 first; errors[1]: 0, as a line has one dimension
 * ```
 *
 * @throws {RangeError} if `samples` does not hold whole samples, at least one.
 */
export function principalComponents(
  samples: Float32Array,
  size: number,
): PrincipalComponents {
  const count = countOf(samples, size, "compute principal components");
  const mean = new Float64Array(size);
  samples.forEach((value, index) => mean[index % size] += value / count);

  const eigen = new EigenvalueDecomposition(covariance(samples, mean), {
    assumeSymmetric: true,
  });
  // Smallest first; rounding may make a variance of 0 slightly negative.
  const variances = Float64Array.from(
    eigen.realEigenvalues,
    (value) => Math.max(0, value),
  ).reverse();
  const vectors = eigen.eigenvectorMatrix;
  const components = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    components.set(vectors.getColumn(size - 1 - k), k * size);
  }
  return { mean, components, variances, errors: tailSums(variances, size) };
}

/**
 * The mean squared errors of samples that are described by their first d
 * principal components, for d = 0 … size; the samples may be others than those
 * that the components were computed from.
 *
 * @param samples [count, size], row by row.
 * @throws {RangeError} if `samples` does not hold whole samples, at least one.
 */
export function reconstructionErrors(
  { mean, components }: PrincipalComponents,
  samples: Float32Array,
): Float64Array {
  const size = mean.length;
  const count = countOf(samples, size, "reconstruct");
  const energies = new Float64Array(size);
  const centred = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < size; j++) {
      centred[j] = samples[row * size + j] - mean[j];
    }
    for (let k = 0; k < size; k++) {
      let coordinate = 0;
      for (let j = 0; j < size; j++) {
        coordinate += components[k * size + j] * centred[j];
      }
      energies[k] += coordinate ** 2 / count;
    }
  }
  return tailSums(energies, size);
}

function countOf(samples: Float32Array, size: number, action: string): number {
  const count = samples.length / size;
  if (Number.isInteger(count) && count >= 1) return count;
  throw new RangeError(
    `Cannot ${action}: expected rows of ${size} numbers, at least one, got ` +
      `${samples.length} numbers`,
  );
}

/** The mean of the products of every two coordinates, both without their mean. */
function covariance(samples: Float32Array, mean: Float64Array): Matrix {
  const size = mean.length;
  const count = samples.length / size;
  const sums = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < size; j++) {
      centred[j] = samples[row * size + j] - mean[j];
    }
    for (let i = 0; i < size; i++) {
      const value = centred[i];
      for (let j = 0, at = i * size; j <= i; j++, at++) {
        sums[at] += value * centred[j];
      }
    }
  }
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      matrix.set(i, j, sums[i * size + j] / count);
      matrix.set(j, i, sums[i * size + j] / count);
    }
  }
  return matrix;
}

/** Entry d is the sum of the values from d on, over `size`; the last one is 0. */
function tailSums(values: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size + 1);
  for (let d = size - 1; d >= 0; d--) sums[d] = sums[d + 1] + values[d] / size;
  return sums;
}
