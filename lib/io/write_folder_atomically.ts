import { dirname } from "node:path";
import { exists } from "./exists.ts";
import { followLinks } from "./follow_links.ts";
import { cannotWrite } from "./reason.ts";
import { syncFolder, syncTree } from "./sync.ts";
import { clearLeftOvers, makeBeside, temporaryName } from "./temporary_name.ts";

/** How a folder is written. */
export interface WriteFolderOptions {
  /** Whether it also outlives a power cut, which takes time for each file; true unless given. */
  synced?: boolean;
}

/**
 * Writes a folder completely or not at all, even if the power fails: `fill`
 * writes into a temporary folder beside it, which then takes its place. If
 * `path` is a link, its target is replaced.
 *
 * @throws {Error} that names the folder, if it cannot be written; what `fill`
 * throws is passed on. In either case the folder is left as it was.
 */
export async function writeFolderAtomically(
  path: string,
  fill: (temporaryPath: string) => Promise<void>,
  { synced = true }: WriteFolderOptions = {},
): Promise<void> {
  await checkReplaceable(path);
  const target = await followLinks(path);
  const orCannotWrite = <T>(promise: Promise<T>) =>
    promise.catch((error) => {
      throw cannotWrite(path, error);
    });
  using held = await orCannotWrite(makeBeside(target, "folder"));
  try {
    await fill(held.path);
    await orCannotWrite((async () => {
      if (synced) await syncTree(held.path);
      await swap(held.path, target);
    })());
  } catch (error) {
    await removeQuietly(held.path);
    if (error instanceof Error) { // it names what is no longer there
      error.message = error.message.replaceAll(held.path, path);
    }
    throw error;
  }
}

/**
 * Checks, before any time is spent, that a folder can be written at `path`,
 * replacing what may be there, and clears away what killed writers have left.
 *
 * @throws {Error} with the reason, if not.
 */
export async function checkReplaceable(path: string): Promise<void> {
  const target = await followLinks(path);
  await clearLeftOvers(target);
  const there = await Deno.lstat(target).catch(() => undefined);
  if (there && !there.isDirectory) {
    throw new Error(
      `Cannot write ${path}: expected a folder there, got a file`,
    );
  }
  if (await isMountPoint(target)) {
    throw new Error(
      `Cannot write ${path}: a file system is mounted there, and only what is ` +
        "in it can be replaced. Choose a folder within it",
    );
  }
}

/** Puts a folder in the place of another one, if that exists. */
async function swap(temporaryPath: string, target: string): Promise<void> {
  const formerPath = temporaryName(target, "old");
  const hasFormer = await renameIfThere(target, formerPath);
  try {
    await Deno.rename(temporaryPath, target);
  } catch (error) {
    if (hasFormer) await Deno.rename(formerPath, target);
    throw error;
  }
  await syncFolder(dirname(target));
  await removeQuietly(formerPath);
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await Deno.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeQuietly(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}

/** Whether a file system is mounted at `path`, so that it cannot be renamed. */
async function isMountPoint(path: string): Promise<boolean> {
  const table = "/proc/self/mountinfo";
  if (Deno.build.os !== "linux" || !await exists(table)) return false;
  const places = (await Deno.readTextFile(table)).split("\n")
    .map((line) => line.split(" ")[4])
    .map((place) =>
      place?.replace(
        /\\(\d{3})/g,
        (_, octal) => String.fromCharCode(parseInt(octal, 8)),
      )
    );
  return places.includes(path);
}
