import { assertEquals } from "@std/assert";
import { ROOT } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { runPython } from "../python.ts";

async function killsIn(vmstat: string): Promise<string> {
  const said = await runPython(
    `import sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(`${ROOT}/scripts/kernel`)})
from processes import kills_for_memory
print(kills_for_memory(${JSON.stringify(vmstat)}))`,
  );
  return said.trim();
}

Deno.test("the system's count of programs killed for want of memory is read", async () => {
  await using dir = await temporaryFolder();
  const vmstat = dir.at("vmstat");
  await Deno.writeTextFile(vmstat, "oom_kill_disable 9\noom_kill 44\nx 1\n");
  assertEquals(await killsIn(vmstat), "44");
  await Deno.writeTextFile(vmstat, "nr_free_pages 1\n"); // an older system
  assertEquals(await killsIn(vmstat), "0");
  assertEquals(await killsIn(dir.at("nothing")), "0"); // macOS
});
