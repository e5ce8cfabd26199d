import { errorFunction } from "simple-statistics";

/**
 * The probability that a sample of N(mean, deviation²) is at most `x`: (1 +
 * erf((x − mean) / (deviation √2))) / 2, to within 1e-7.
 *
 * @throws {RangeError} if the deviation is not positive
 */
export function normalCdf(
  x: number,
  mean: number = 0,
  deviation: number = 1,
): number {
  if (!(deviation > 0)) {
    throw new RangeError(
      `Cannot take a normal distribution: expected a positive standard deviation, got ${deviation}`,
    );
  }
  return (1 + errorFunction((x - mean) / (deviation * Math.SQRT2))) / 2;
}
