import { dirname } from "node:path";
import { cannotWrite, refuseOther } from "mle/io/mod.ts";

/**
 * Takes a lock that only one process can hold at a time, waiting if necessary.
 *
 * The lock is held by the open file, not by its existence: the system releases
 * it when the process ends, however it ends, so there are no stale locks.
 *
 * @param onWait Called with the holder of the lock; if it throws, the wait
 * ends.
 */
export async function takeLock(
  path: string,
  onWait: (holder: string) => void,
): Promise<Disposable> {
  for (;;) {
    const file = await openLock(path);
    try {
      if (!await file.tryLock(true)) {
        onWait((await Deno.readTextFile(path)).trim());
        await file.lock(true);
      }
      if (await isAt(path, file)) {
        await file.truncate();
        await file.write(new TextEncoder().encode(`${Deno.pid}\n`))
          .catch(() => {}); // on a full disk others do not learn who holds it
        return { [Symbol.dispose]: () => file.close() };
      }
    } catch (error) {
      file.close();
      throw error;
    }
    file.close(); // its last holder has removed it: another file is the lock now
  }
}

async function isAt(path: string, file: Deno.FsFile): Promise<boolean> {
  const { ino } = await file.stat();
  return await Deno.stat(path).then((there) => there.ino === ino, () => false);
}

async function openLock(path: string): Promise<Deno.FsFile> {
  await refuseOther("write", path);
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    return await Deno.open(path, { read: true, write: true, create: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
