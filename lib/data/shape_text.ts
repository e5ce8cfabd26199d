/**
 * A shape as shown in messages, in Python's notation: `(960, 64, 64, 3)`,
 * `(120,)`.
 */
export function shapeText(shape: readonly (number | null)[]): string {
  const lengths = shape.map((length) => length ?? "any").join(", ");
  return shape.length === 1 ? `(${lengths},)` : `(${lengths})`;
}
