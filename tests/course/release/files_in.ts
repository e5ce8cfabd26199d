import { join, relative } from "node:path";

/** The texts of all files in a folder, by their path in it; links are left out. */
export async function filesIn(
  folder: string,
  within = folder,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory, isFile } of Deno.readDir(within)) {
    const path = join(within, name);
    if (isDirectory) {
      for (const [inner, text] of await filesIn(folder, path)) {
        files.set(inner, text);
      }
    } else if (isFile) {
      files.set(relative(folder, path), await Deno.readTextFile(path));
    }
  }
  return files;
}
