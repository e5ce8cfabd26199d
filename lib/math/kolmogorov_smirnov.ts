/** How far a sample deviates from a distribution. */
export interface KolmogorovSmirnov {
  /**
   * Largest distance between the empirical and the exact distribution function,
   * in [0, 1].
   */
  readonly statistic: number;
  /**
   * Probability of a distance at least this large for a sample from the
   * distribution.
   */
  readonly pValue: number;
}

/**
 * The one-sample Kolmogorov–Smirnov test.
 *
 * ```math
 * D = \max_i \max\left(\frac{i}{n} - F(x_{(i)}),\; F(x_{(i)}) - \frac{i-1}{n}\right)
 * ```
 *
 * The p-value is the limit for large n with Stephens' correction of the
 * statistic by √n + 0.12 + 0.11/√n ("EDF Statistics for Goodness of Fit", JASA
 * 69, 1974), good to about 0.01 from n = 50 on, and better
 * where the p-value is small.
 *
 * @param sample shape [n], in any order
 * @param cdf the distribution's cumulative distribution function F
 * @throws RangeError if the sample is empty
 */
export function kolmogorovSmirnov(
  sample: ArrayLike<number>,
  cdf: (x: number) => number,
): KolmogorovSmirnov {
  const n = sample.length;
  if (n === 0) {
    throw new RangeError(
      "Cannot compare the sample with the distribution: expected at least one value, got none",
    );
  }
  const sorted = Float64Array.from(sample).sort();
  let statistic = 0;
  sorted.forEach((x, i) => {
    const f = cdf(x);
    statistic = Math.max(statistic, (i + 1) / n - f, f - i / n);
  });
  const root = Math.sqrt(n);
  const lambda = (root + 0.12 + 0.11 / root) * statistic;
  return { statistic, pValue: survival(lambda) };
}

/** Kolmogorov's limit: 2 Σₖ (−1)ᵏ⁻¹ exp(−2k²λ²). */
function survival(lambda: number): number {
  // Below this the series converges slowly, and the sum is 1 to ten digits.
  if (lambda < 0.25) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k++) {
    sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * lambda) ** 2);
  }
  return Math.min(1, Math.max(0, sum));
}
