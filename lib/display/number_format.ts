/** One number with the four digits that a reader takes in. */
export function roundedText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** How to write the numbers of one column, alike and without digits that mean nothing. */
export function numberFormat(
  values: readonly number[],
  percent: boolean,
): (value: number) => string {
  if (percent) return (value) => `${(100 * value).toFixed(2)} %`;
  if (values.every(Number.isInteger)) return String;
  // Four decimals would make a learning rate of 0.00003 nothing.
  const isSmall = values.some((value) => value !== 0 && Math.abs(value) < 1e-3);
  return isSmall ? roundedText : (value) => value.toFixed(4);
}
