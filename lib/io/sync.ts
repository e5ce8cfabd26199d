import { join } from "node:path";

/** Sees to it that a file, or a folder with all that is in it, is on the disk. */
export async function syncTree(path: string): Promise<void> {
  const { isDirectory, isSymlink } = await Deno.lstat(path);
  if (isSymlink) return;
  if (isDirectory) {
    for await (const { name } of Deno.readDir(path)) {
      await syncTree(join(path, name));
    }
    return await syncFolder(path);
  }
  using file = await Deno.open(path);
  await file.sync();
}

/** Sees to it that the names in a folder are on the disk, where a system can do that. */
export async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return; // which cannot open a folder
  using folder = await Deno.open(path);
  await folder.sync().catch(() => {}); // some network file systems cannot
}
