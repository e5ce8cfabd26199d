import { assertEquals, assertRejects } from "@std/assert";
import { textIn } from "mle/io/mod.ts";
import { takeLock } from "../../scripts/shared/lock.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

/** Who holds a lock; fails if nobody does. */
async function holderOf(path: string): Promise<string> {
  const { message } = await assertRejects(
    () =>
      takeLock(path, (holder) => {
        throw new Error(holder);
      }),
    Error,
  );
  return message;
}

Deno.test("who waits for a lock is told who holds it, and gets it next", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("deep", "lock");
  const first = await takeLock(path, () => {});
  assertEquals(await holderOf(path), `${Deno.pid}`);
  const asked = Promise.withResolvers<string>();
  const second = takeLock(path, asked.resolve);
  assertEquals(await asked.promise, `${Deno.pid}`);
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  using _third = await takeLock(path, () => {
    throw new Error("nobody holds it");
  });
});

Deno.test("a lock whose holder has removed its file is held by one of those who waited", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("lock");
  const first = await takeLock(path, () => {});
  const asked = Promise.withResolvers<string>();
  const second = takeLock(path, asked.resolve);
  await asked.promise;
  await Deno.remove(path);
  first[Symbol.dispose]();
  using _held = await second;
  assertEquals(await holderOf(path), `${Deno.pid}`);
});

Deno.test("what stands where a lock or a stamp belongs is named, not waited for", async () => {
  await using dir = await temporaryFolder();
  await new Deno.Command("mkfifo", { args: [dir.at("pipe")] }).output();
  await Deno.mkdir(dir.at("folder"));
  for (const [name, what] of [["pipe", "named pipe"], ["folder", "folder"]]) {
    const expected = `${dir.at(name)}: expected a file there, got a ${what}`;
    const advice = ". Move away what is there, or choose another name";
    assertEquals(
      await holderOf(dir.at(name)),
      `Cannot write ${expected}${advice}`,
    );
    const { message } = await assertRejects(() => textIn(dir.at(name)), Error);
    assertEquals(message, `Cannot read ${expected}${advice}`);
  }
});
