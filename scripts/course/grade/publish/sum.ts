/** The sum of what is picked of each item, to hundredths. */
export function sumOf<T>(
  items: Iterable<T>,
  pick: (item: T) => number,
): number {
  let sum = 0;
  for (const item of items) sum += pick(item);
  return Number(sum.toFixed(2));
}
