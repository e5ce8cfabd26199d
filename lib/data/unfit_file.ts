import { kindOfFile } from "../io/mod.ts";
import { DataError } from "./data_error.ts";

/**
 * The error for a file of the wrong kind: it says what the file is instead, if
 * its first bytes tell, and what to do about it.
 *
 * @param found What to say if they do not tell.
 */
export function unfitFile(
  path: string,
  expected: string,
  bytes: Uint8Array,
  found: string,
): DataError {
  const kind = kindOfFile(bytes);
  return new DataError(path, expected, kind?.what ?? found, kind?.advice);
}
