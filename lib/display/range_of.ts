/**
 * The smallest and the largest of some numbers: NaN if any number is NaN, ∞ and
 * −∞ if there are none.
 */
export function rangeOf(
  values: Iterable<number>,
): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
