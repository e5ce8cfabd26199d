import { assertEquals, assertStringIncludes } from "@std/assert";
import { totalmem } from "node:os";
import { memoryLimit, memoryWarning } from "../../scripts/shared/memory.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

/** What memoryLimit says of a system with these files. */
async function limitWith(files: Record<string, string>): Promise<number> {
  await using dir = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dir.at(path, ".."), { recursive: true });
    await Deno.writeTextFile(dir.at(path), text);
  }
  return await memoryLimit(dir.path);
}

Deno.test("a container's or a hub's limit counts, of whichever group", async () => {
  assertEquals(await limitWith({}), totalmem());
  assertEquals(
    await limitWith({
      "proc/self/cgroup": "0::/hub/user\n",
      "sys/fs/cgroup/hub/user/memory.max": "max\n",
      "sys/fs/cgroup/hub/memory.max": "1000000000\n",
    }),
    1e9,
  );
  assertEquals(
    await limitWith({
      "proc/self/cgroup": "0::/\n",
      "sys/fs/cgroup/memory.max": "1500000000\n",
    }),
    1.5e9,
  );
  assertEquals(
    await limitWith({
      "proc/self/cgroup": "5:cpu:/a\n4:memory:/docker/x\n",
      "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": "1200000000\n",
      "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "1\n",
    }),
    1.2e9,
  );
});

Deno.test("too little memory for Exercise 3 is reported before its kernel is killed", () => {
  assertEquals(memoryWarning(2 * 2 ** 30), undefined);
  assertStringIncludes(memoryWarning(2 ** 30)!, "there are 1.0 GiB of memory");
});
