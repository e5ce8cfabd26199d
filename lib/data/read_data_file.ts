import { notRegular, reasonOf } from "../io/mod.ts";
import { DataError } from "./data_error.ts";

/** Far larger than any of our files, and small enough to hold in memory. */
export const MAX_LENGTH: number = 2 ** 28;

/**
 * The bytes of a file of data.
 *
 * @throws {DataError} if there is no such file, it is not a file, it may not be
 * read, or it is longer than `MAX_LENGTH`
 */
export async function readDataFile(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const refuse = (expected: string, found: string): never => {
    throw new DataError(path, expected, found);
  };
  try {
    const info = await Deno.stat(path);
    const other = notRegular(info);
    if (other) refuse("a file", other);
    const { size } = info;
    if (size > MAX_LENGTH) {
      refuse(`a file of at most ${MAX_LENGTH} bytes`, `${size} bytes`);
    }
    return await Deno.readFile(path);
  } catch (error) {
    const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) {
      return refuse("a file", "nothing: it does not exist");
    }
    if (error instanceof DataError) throw error;
    return refuse(
      "a file",
      error instanceof PermissionDenied
        ? "no permission to read it"
        : reasonOf(error),
    );
  }
}
