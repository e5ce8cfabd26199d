import { join } from "node:path";
import {
  type FoundFile,
  kindOf,
  NO_ZIP,
  saidIn,
  tooLarge,
  type UnpackBudget,
} from "./found_file.ts";
import { zipOnDisk } from "./zip.ts";

/** Finds the files in a folder, and in the zips in it; follows no links. */
export async function* filesInFolder(
  folder: string,
  budget: UnpackBudget,
  prefix = "",
): AsyncGenerator<FoundFile> {
  const entries: Deno.DirEntry[] = [];
  for await (const entry of Deno.readDir(folder)) entries.push(entry);
  // Marks of an earlier run, put among the submissions, are nobody's.
  if (
    ["marks.csv", ".grade"].every((mark) =>
      entries.some(({ name }) => name === mark)
    )
  ) return;
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  const isNothing = prefix !== "" &&
    entries.every(({ name }) => kindOf(name) === "ignored");
  if (isNothing) yield { path: `${prefix}.`, other: true, nothing: true };
  for (const entry of entries) {
    const path = prefix + entry.name;
    const file = join(folder, entry.name);
    const kind = kindOf(path);
    if (kind === "ignored") continue;
    if (entry.isDirectory) {
      yield* filesInFolder(file, budget, `${path}/`);
    } else if (kind === "other") {
      // Not for us, unless it is a link to a whole folder of somebody else's.
      if (entry.isSymlink) yield { path, problem: "The file is a link." };
      else {
        const said = await saidIn(path, budget, (most) => small(file, most));
        yield { path, other: true, ...said };
      }
    } else if (!entry.isFile) {
      yield { path, problem: "The file is a link or a device." };
    } else if (kind === "other archive") {
      yield { path, problem: NO_ZIP };
    } else if (kind === "archive") {
      yield* zipOnDisk(file, budget, path.slice(0, -4) + "/", path);
    } else {
      yield await readNotebookFile(file, path, budget.limits.notebookBytes);
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

async function small(
  file: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const { size, isFile } = await Deno.lstat(file);
  return isFile && size <= maxBytes ? await Deno.readFile(file) : undefined;
}
