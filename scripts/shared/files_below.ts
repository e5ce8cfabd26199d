import { join } from "node:path";

/**
 * The paths of all files below `root`, or below a folder in it, relative to
 * `root` and in order; links are left out.
 */
export async function filesBelow(root: string, within = ""): Promise<string[]> {
  const paths: string[] = [];
  const entries = Deno.readDir(join(root, within));
  for await (const { name, isDirectory, isFile } of entries) {
    const path = join(within, name);
    if (isDirectory) paths.push(...await filesBelow(root, path));
    if (isFile) paths.push(path);
  }
  return paths.sort();
}
