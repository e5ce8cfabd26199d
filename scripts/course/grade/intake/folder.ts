import { join } from "node:path";
import {
  type FoundFile,
  type IntakeLimits,
  kindOf,
  NO_ZIP,
  tooLarge,
} from "./found_file.ts";
import { zipOnDisk } from "./zip.ts";

/** Finds the notebooks in a folder, and in the zips in it; follows no links. */
export async function* filesInFolder(
  folder: string,
  limits: IntakeLimits,
  prefix = "",
): AsyncGenerator<FoundFile> {
  const entries: Deno.DirEntry[] = [];
  for await (const entry of Deno.readDir(folder)) entries.push(entry);
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    const path = prefix + entry.name;
    const file = join(folder, entry.name);
    const kind = kindOf(path);
    if (entry.isDirectory) {
      if (kindOf(`${path}/x.ipynb`) === "other") continue;
      yield* filesInFolder(file, limits, `${path}/`);
    } else if (kind === "other") {
      // Not for us, unless it is a link to a whole folder of somebody else's.
      if (entry.isSymlink && !entry.name.startsWith(".")) {
        yield { path, problem: "The file is a link." };
      }
    } else if (!entry.isFile) {
      yield { path, problem: "The file is a link or a device." };
    } else if (kind === "other archive") {
      yield { path, problem: NO_ZIP };
    } else if (kind === "archive") {
      yield* zipOnDisk(file, limits, path.slice(0, -4) + "/", path);
    } else {
      yield await readNotebookFile(file, path, limits.notebookBytes);
    }
  }
}

async function readNotebookFile(
  file: string,
  path: string,
  maxBytes: number,
): Promise<FoundFile> {
  try {
    const { size } = await Deno.stat(file);
    if (size > maxBytes) return { path, problem: tooLarge(maxBytes) };
    return { path, bytes: await Deno.readFile(file) };
  } catch (error) {
    return { path, problem: `The file cannot be read: ${error}` };
  }
}
