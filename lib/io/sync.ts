import { join } from "node:path";

/** Flushes a file, or a folder with everything in it, to disk. */
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

/** Flushes the names in a folder to disk, on systems that can do so. */
export async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return; // which cannot open a folder
  using folder = await Deno.open(path);
  await folder.sync().catch(() => {}); // some network file systems cannot
}
