import { refuseOther } from "./regular_file.ts";

/** Whether `path` exists (for a link, whether its target does). */
export async function exists(path: string): Promise<boolean> {
  return await unlessMissing(Deno.stat(path)) !== undefined;
}

/** The names in a folder, sorted; undefined if there is no folder at `path`. */
export async function namesIn(path: string): Promise<string[] | undefined> {
  const names = Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  return (await unlessMissing(names))?.sort();
}

/**
 * The text of a file; undefined if there is none at `path`.
 *
 * @throws {Error} if something else is there.
 */
export async function textIn(path: string): Promise<string | undefined> {
  await refuseOther("read", path);
  return await unlessMissing(Deno.readTextFile(path));
}

/** Undefined if the file or folder is not there, or one on the way to it. */
async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) {
      return undefined;
    }
    throw error;
  }
}
