import { DataError } from "./data_error.ts";

/**
 * Checks that a file has as many bytes as its header says.
 *
 * @param because What the header says, for the message.
 * @throws {DataError} if it has fewer or more
 */
export function checkLength(
  path: string,
  length: number,
  expected: number,
  because: string,
): void {
  if (length === expected) return;
  throw new DataError(
    path,
    `${expected} bytes, for ${because} as its header says`,
    `${length} bytes: it is ${
      length < expected ? "truncated" : "followed by something else"
    }`,
  );
}
