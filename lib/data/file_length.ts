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
  const { isFile, isDirectory, size } = await statOf(path);
  if (!isFile) {
    throw new DataError(path, "a file", isDirectory ? "a folder" : "a device");
  }
  if (size > MAX_LENGTH) {
    throw new DataError(
      path,
      `a file of at most ${MAX_LENGTH} bytes`,
      `${size} bytes`,
    );
  }
  return size;
}

async function statOf(path: string): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    const { NotFound, NotADirectory, PermissionDenied } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) {
      throw new DataError(
        path,
        "a file",
        "nothing: there is none of that name",
      );
    }
    if (!(error instanceof PermissionDenied)) throw error;
    throw new DataError(path, "a file", "no permission to look at it");
  }
}
