import { dirname, resolve } from "node:path";

/** Resolves all links of a path, even if nothing exists there yet. */
export async function followLinks(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    const isLink = await Deno.lstat(path)
      .then(({ isSymlink }) => isSymlink, () => false);
    if (!isLink) return path;
    const target = resolve(dirname(path), await Deno.readLink(path));
    return await followLinks(target);
  }
}
