import { basename, dirname, join } from "node:path";

const ENDINGS = ["tmp", "old"];
const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** A unique name beside `path`, for its replacement or for what it replaced. */
export function temporaryName(path: string, ending: "tmp" | "old"): string {
  return `${path}.${crypto.randomUUID()}.${ending}`;
}

/** A file or folder that is being written beside another path. */
export interface Held extends Disposable {
  /** Where it is. */
  readonly path: string;
  /** The open file or folder; undefined on systems that cannot open folders. */
  readonly file: Deno.FsFile | undefined;
}

/**
 * Creates a file or folder beside another path, locked so that it is not taken
 * for a leftover.
 */
export async function makeBeside(
  path: string,
  kind: "file" | "folder",
): Promise<Held> {
  for (;;) {
    const place = temporaryName(path, "tmp");
    const file = kind === "file"
      ? await Deno.open(place, { write: true, createNew: true })
      : await makeFolder(place);
    const held = { path: place, file, [Symbol.dispose]: () => file?.close() };
    await file?.lock(true).catch(() => {}); // some network file systems cannot
    if (await isThere(place)) return held;
    held[Symbol.dispose](); // another process cleared it away before it was locked
  }
}

async function makeFolder(path: string): Promise<Deno.FsFile | undefined> {
  await Deno.mkdir(path, { recursive: true });
  // Windows cannot open folders; nothing is cleared away there, either.
  return Deno.build.os === "windows" ? undefined : await Deno.open(path);
}

/**
 * Cleans up what a killed process has left beside `path`: if it died between
 * two renames, the former content gets its name back; all other leftovers are
 * removed. What a living process is still writing is locked, and stays.
 */
export async function clearLeftOvers(path: string): Promise<void> {
  const leftOvers = await findLeftOvers(path);
  for (const leftOver of leftOvers) {
    using lock = await lockIfFree(leftOver);
    if (lock === undefined) continue;
    if (leftOver.endsWith(".old") && !await isThere(path)) {
      await Deno.rename(leftOver, path);
    } else {
      await Deno.remove(leftOver, { recursive: true }).catch(() => {});
    }
  }
}

async function findLeftOvers(path: string): Promise<string[]> {
  const own = new RegExp(`^\\.${UUID}\\.(${ENDINGS.join("|")})$`);
  const [folder, name] = [dirname(path), basename(path)];
  const found: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      const rest = entry.name.slice(name.length);
      if (entry.name.startsWith(name) && own.test(rest)) {
        found.push(join(folder, entry.name));
      }
    }
  } catch {
    return []; // there is no such folder, or we may not read it
  }
  return found;
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/**
 * Locks a file or folder; undefined if another process holds it. The lock ends
 * with the process, however it ends.
 */
async function lockIfFree(
  path: string,
): Promise<Disposable | undefined> {
  try {
    const file = await Deno.open(path);
    if (await file.tryLock(true)) {
      return { [Symbol.dispose]: () => file.close() };
    }
    file.close();
  } catch {
    // It has vanished, or the system cannot lock folders.
  }
  return undefined;
}
