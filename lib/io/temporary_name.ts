import { basename, dirname, join } from "node:path";

const ENDINGS = ["tmp", "old"];
const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** A name beside `path` that nobody else takes, for what is to replace it or was replaced. */
export function temporaryName(path: string, ending: "tmp" | "old"): string {
  return `${path}.${crypto.randomUUID()}.${ending}`;
}

/** A new file beside another path, locked so that nobody takes it for left over. */
export async function createBeside(path: string): Promise<Held> {
  return await makeBeside(
    path,
    (place) => Deno.open(place, { write: true, createNew: true }),
  );
}

/** A new folder beside another path, locked so that nobody takes it for left over. */
export async function mkdirBeside(path: string): Promise<Held> {
  return await makeBeside(path, async (place) => {
    await Deno.mkdir(place, { recursive: true });
    // Windows opens no folders; there nothing is cleared away, either.
    return Deno.build.os === "windows" ? undefined : await Deno.open(place);
  });
}

/** What is being written beside another path. */
export interface Held extends Disposable {
  /** Where it is. */
  readonly path: string;
  /** It, open; undefined where a system opens no folders. */
  readonly file: Deno.FsFile | undefined;
}

async function makeBeside(
  path: string,
  make: (place: string) => Promise<Deno.FsFile | undefined>,
): Promise<Held> {
  for (;;) {
    const place = temporaryName(path, "tmp");
    const file = await make(place);
    const held = { path: place, file, [Symbol.dispose]: () => file?.close() };
    await file?.lock(true);
    if (await isThere(place)) return held;
    held[Symbol.dispose](); // somebody cleared it away before it was locked
  }
}

/**
 * Puts in order what a killed process has left beside `path`: where it died
 * between two renames, the former content gets its name back; anything else
 * that is left over goes. What a living process still writes is locked, and stays.
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
    return []; // there is no such folder, or it is not for us to look into
  }
  return found;
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/**
 * Locks a file or folder; undefined if another process holds it. The lock goes
 * with the process, in whatever way it ends.
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
    // Gone meanwhile, or on a system that cannot lock folders.
  }
  return undefined;
}
