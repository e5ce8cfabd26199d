import { numberFormat } from "./number_format.ts";

/**
 * How many values are shown along the last axis, the one before, and all
 * others.
 */
function limit(fromEnd: number, rank: number): number {
  if (fromEnd === 0) return 8;
  if (fromEnd === 1) return rank === 2 ? 6 : 3;
  return 2;
}

/** A shape in the usual notation: `[64, 28, 28, 1]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** The shape of the leading block of an array that {@linkcode arrayText} shows. */
export function shownShape(shape: readonly number[]): number[] {
  const rank = shape.length;
  return shape.map((size, axis) =>
    Math.min(size, limit(rank - 1 - axis, rank))
  );
}

/**
 * The leading block of an array whose numbers are in memory, in row-major
 * order.
 */
export function shownBlock<T>(
  shape: readonly number[],
  data: ArrayLike<T>,
): T[] {
  const shown = shownShape(shape);
  const read = (axis: number, start: number): T[] =>
    axis === shape.length
      ? [data[start]]
      : Array.from({ length: shown[axis] }, (_, i) =>
        read(axis + 1, start * shape[axis] + i)).flat();
  return read(0, 0);
}

/**
 * Formats the first values of an array in nested brackets, with one row of the
 * last axis per line.
 *
 * @param shape The shape of the whole array.
 * @param block The values of its leading block of shape `shownShape(shape)`, in
 * row-major order.
 */
export function arrayText(
  shape: readonly number[],
  block: ArrayLike<number | bigint | string | boolean>,
): string {
  const values = Array.from(block);
  const format = numberFormat(
    values.filter((value) => typeof value === "number"),
    false,
  );
  const cells = values.map((value) =>
    typeof value === "number"
      ? format(value)
      : typeof value === "string"
      ? JSON.stringify(value)
      : String(value)
  );
  const width = Math.max(0, ...cells.map((cell) => cell.length));
  const shown = shownShape(shape);

  const write = (axis: number, start: number): string => {
    if (axis === shape.length) return cells[start].padStart(width);
    const stride = shown.slice(axis + 1).reduce((size, dim) => size * dim, 1);
    const parts = Array.from(
      { length: shown[axis] },
      (_, i) => write(axis + 1, start + i * stride),
    );
    if (shown[axis] < shape[axis]) parts.push("…");
    // As in NumPy, outer axes are separated by more empty lines.
    const inner = shape.length - 1 - axis;
    const separator = inner === 0
      ? ", "
      : `,${"\n".repeat(inner)}${" ".repeat(axis + 1)}`;
    return `[${parts.join(separator)}]`;
  };
  return write(0, 0);
}
