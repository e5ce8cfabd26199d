import { join } from "node:path";
import { filesBelow } from "../../../scripts/shared/files_below.ts";

/** The texts of all files in a folder, by their path in it. */
export async function filesIn(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of await filesBelow(folder)) {
    files.set(path, await Deno.readTextFile(join(folder, path)));
  }
  return files;
}
