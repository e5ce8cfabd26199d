import { DataError } from "./data_error.ts";

/** Far larger than any of our files, and small enough to hold in memory. */
export const MAX_LENGTH: number = 2 ** 28;

/**
 * The length of a file in bytes, before anything of it is read.
 *
 * @throws {DataError} if there is no such file, it is not a file, or it is
 * longer than `MAX_LENGTH`
 */
export async function fileLength(path: string): Promise<number> {
  const refuse = (expected: string, found: string): never => {
    throw new DataError(path, expected, found);
  };
  const found = await Deno.stat(path).catch((error) => {
    const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) {
      return refuse("a file", "nothing: it does not exist");
    }
    if (!(error instanceof PermissionDenied)) throw error;
    return refuse("a file", "no permission to look at it");
  });
  const { isFile, isDirectory, size } = found;
  if (!isFile) refuse("a file", isDirectory ? "a folder" : "a device");
  if (size > MAX_LENGTH) {
    refuse(`a file of at most ${MAX_LENGTH} bytes`, `${size} bytes`);
  }
  return size;
}
