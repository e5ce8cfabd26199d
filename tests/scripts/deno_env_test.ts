import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoEnv } from "../../scripts/setup/deno_env.ts";
import { BUILD } from "../../scripts/shared/paths.ts";

async function cacheFor(denoDir: string): Promise<string | undefined> {
  const before = Deno.env.get("DENO_DIR");
  Deno.env.set("DENO_DIR", denoDir);
  try {
    return (await denoEnv()).DENO_DIR;
  } finally {
    if (before === undefined) Deno.env.delete("DENO_DIR");
    else Deno.env.set("DENO_DIR", before);
  }
}

Deno.test("packages are kept within the project where Deno's cache cannot be written", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "file");
  await Deno.writeTextFile(file, "");
  assertEquals(await cacheFor(join(folder, "cache")), undefined);
  assertEquals(
    await cacheFor(join(file, "cache")), // nothing can lie in a file
    join(BUILD, "deno-cache"),
  );
  await Deno.remove(folder, { recursive: true });
});
