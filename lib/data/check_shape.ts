import { DataError } from "./data_error.ts";
import { formatShape } from "./format.ts";

/**
 * Checks the shape of a file's array; in `expected`, `null` stands for any length.
 *
 * @throws {DataError} if the two differ
 */
export function checkShape(
  path: string,
  shape: readonly number[],
  expected: readonly (number | null)[],
): void {
  const fits = shape.length === expected.length &&
    shape.every((length, axis) => length === (expected[axis] ?? length));
  if (fits) return;
  throw new DataError(
    path,
    `an array of shape ${formatShape(expected)}`,
    `shape ${formatShape(shape)}`,
  );
}
