import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoEnv } from "../../scripts/setup/deno_env.ts";
import { BUILD } from "../../scripts/shared/paths.ts";

/** What `denoEnv` says of a variable while it has, or lacks, a value. */
async function withValue(name: string, value?: string): Promise<unknown> {
  const before = Deno.env.get(name);
  const set = (value?: string) =>
    value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
  set(value);
  try {
    return (await denoEnv())[name];
  } finally {
    set(before);
  }
}

Deno.test("packages are kept within the project where Deno's cache cannot be written", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "file");
  await Deno.writeTextFile(file, "");
  assertEquals(await withValue("DENO_DIR", join(folder, "cache")), undefined);
  assertEquals(
    await withValue("DENO_DIR", join(file, "cache")), // nothing can lie in a file
    join(BUILD, "deno-cache"),
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the system's certificates count, unless the user says otherwise", async () => {
  assertEquals(await withValue("DENO_TLS_CA_STORE"), "mozilla,system");
  assertEquals(await withValue("DENO_TLS_CA_STORE", "mozilla"), "mozilla");
});
