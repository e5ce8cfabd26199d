/** A single number with four significant digits. */
export function roundedText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/**
 * Returns a formatter for the numbers of one column: uniform, and without
 * meaningless digits.
 */
export function numberFormat(
  values: readonly number[],
  percent: boolean,
): (value: number) => string {
  if (percent) return (value) => `${(100 * value).toFixed(2)} %`;
  if (values.every(Number.isInteger)) return String;
  // With four decimals a learning rate of 0.00003 would become 0.
  const isSmall = values.some((value) => value !== 0 && Math.abs(value) < 1e-3);
  return isSmall ? roundedText : (value) => value.toFixed(4);
}
