import { DataError } from "./data_error.ts";
import { shapeText } from "./shape_text.ts";

/**
 * Checks the shape of a file's array; `null` in an expected shape stands for
 * any length.
 *
 * @param what The array, for the message.
 * @param expected The accepted shapes.
 * @throws {DataError} if the shape is none of these
 */
export function checkShape(
  path: string,
  what: string,
  shape: readonly number[],
  expected: readonly (readonly (number | null)[])[],
): void {
  const fits = expected.some((lengths) =>
    shape.length === lengths.length &&
    shape.every((length, axis) => length === (lengths[axis] ?? length))
  );
  if (fits) return;
  throw new DataError(
    path,
    `${what} of shape ${expected.map(shapeText).join(" or ")}`,
    `shape ${shapeText(shape)}`,
  );
}
