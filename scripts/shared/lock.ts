import { dirname } from "node:path";

/**
 * Takes the lock that lets one set-up work at a time, waiting if need be.
 *
 * The lock belongs to the open file, not to its presence: the system lets go
 * of it when the process ends, in whatever way, so there are no stale locks.
 */
export async function takeLock(
  path: string,
  onWait: (holder: string) => void,
): Promise<Disposable> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const file = await Deno.open(path, { read: true, write: true, create: true });
  if (!await file.tryLock(true)) {
    onWait((await Deno.readTextFile(path)).trim());
    await file.lock(true);
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return { [Symbol.dispose]: () => file.close() };
}
