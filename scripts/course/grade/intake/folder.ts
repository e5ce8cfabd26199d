import { basename, join } from "node:path";
import { firstLine, MAX_RECEIPT, RECEIPT } from "./blackboard.ts";
import {
  type FoundFile,
  isModule,
  kindOf,
  NO_ZIP,
  textOf,
  tooLarge,
  type UnpackBudget,
} from "./found_file.ts";
import { zipOnDisk } from "./zip.ts";

const MAX_TIMESTAMP = 200; // bytes of nbgrader's file with a time

/** Finds the files in a folder, and in the zips in it; follows no links. */
export async function* filesInFolder(
  folder: string,
  budget: UnpackBudget,
  prefix = "",
): AsyncGenerator<FoundFile> {
  const entries: Deno.DirEntry[] = [];
  for await (const entry of Deno.readDir(folder)) entries.push(entry);
  // Marks of an earlier run, put among the submissions, are nobody's.
  if (entries.some(({ name }) => name === ".grade")) return;
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    const path = prefix + entry.name;
    const file = join(folder, entry.name);
    const kind = kindOf(path);
    if (kind === "ignored") continue;
    if (entry.isDirectory) {
      yield* filesInFolder(file, budget, `${path}/`);
    } else if (kind === "other") {
      // Not for us, unless it is a link to a whole folder of somebody else's.
      yield entry.isSymlink
        ? { path, problem: "The file is a link." }
        : { path, other: true, ...await known(file, path, budget) };
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

/** What a platform's own file says, or a file that code may import. */
async function known(
  file: string,
  path: string,
  budget: UnpackBudget,
): Promise<{ text?: string; receipt?: string; module?: string }> {
  if (basename(path) === "timestamp.txt") {
    return { text: await smallFile(file, MAX_TIMESTAMP) };
  }
  if (RECEIPT.test(path)) {
    const receipt = await smallFile(file, MAX_RECEIPT);
    return { receipt: receipt && firstLine(receipt) };
  }
  if (!isModule(path)) return {};
  const { moduleBytes } = budget.limits;
  const most = Math.min(moduleBytes, budget.left(path));
  const module = await smallFile(file, most);
  budget.use(path, module?.length ?? 0);
  return { module };
}

async function smallFile(
  file: string,
  maxBytes: number,
): Promise<string | undefined> {
  const { size, isFile } = await Deno.lstat(file);
  if (!isFile || size > maxBytes) return undefined;
  return textOf(await Deno.readFile(file));
}
