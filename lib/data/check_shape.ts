import { DataError } from "./data_error.ts";
import { formatShape } from "./format.ts";

type Lengths = readonly (number | null)[];

/**
 * Checks the shape of a file's array; `null` in an expected shape stands for
 * any length.
 *
 * @param alternatives The accepted shapes.
 * @throws {DataError} if the shape is none of these
 */
export function checkShape(
  path: string,
  shape: readonly number[],
  ...alternatives: Lengths[]
): void {
  const fits = alternatives.some((lengths) =>
    shape.length === lengths.length &&
    shape.every((length, axis) => length === (lengths[axis] ?? length))
  );
  if (fits) return;
  throw new DataError(
    path,
    `an array of shape ${alternatives.map(formatShape).join(" or ")}`,
    `shape ${formatShape(shape)}`,
  );
}
