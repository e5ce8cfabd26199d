import { kindOfFile } from "../io/mod.ts";
import { DataError } from "./data_error.ts";

/**
 * The error for a file that is not of the kind that was asked for: it says what
 * the file is instead, where its first bytes tell, and what to do then.
 *
 * @param found What to say where nobody can tell.
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
