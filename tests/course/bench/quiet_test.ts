import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  memoryOfDescendants,
  watchOthers,
} from "../../../scripts/course/bench/processes.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { patienceAmid } from "./fakes.ts";

/** Counts how often it is called. */
function counter() {
  let count = 0;
  return () => Promise.resolve(++count);
}

Deno.test("a disturbed measurement is repeated until a quiet one, and said", async () => {
  const said: string[] = [];
  const patience = patienceAmid([0.8, 0.06, 0.05, 0], 60_000, said);
  const { value, others } = await patience.quietly(counter());
  assertEquals([value, others.cores], [3, 0.05]);
  assertEquals(said, [
    "disturbed by cc1plus (0.80 processors): once more",
    "disturbed by cc1plus (0.06 processors): once more",
  ]);
});

Deno.test("of four disturbed measurements the least disturbed one is kept", async () => {
  const patience = patienceAmid([0.8, 0.2, 0.3, 0.9, 0]);
  const { value, others } = await patience.quietly(counter());
  assertEquals([value, others.cores], [2, 0.2]);
});

Deno.test("without time to spare nothing is repeated", async () => {
  const said: string[] = [];
  const patience = patienceAmid([0.8, 0], 0, said);
  assertEquals((await patience.quietly(counter())).value, 1);
  assertEquals(said, ["disturbed by cc1plus (0.80 processors)"]);
});

Deno.test("an unknown load disturbs nothing", async () => {
  const { value } = await patienceAmid([NaN]).quietly(counter());
  assertEquals(value, 1);
});

// Counts to n in a shell that goes by another name.
const COUNT = 'i=0; while [ $i -lt "$1" ]; do i=$((i+1)); done';

Deno.test({
  name: "others are all processes but this one and its descendants",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using dir = await temporaryFolder();
    for (const name of ["busy-other", "busy-ours"]) {
      await Deno.symlink("/bin/sh", join(dir.path, name));
    }
    const watch = watchOthers();
    const ours = await new Deno.Command(join(dir.path, "busy-ours"), {
      args: ["-c", COUNT, "sh", "300000"],
    }).output();
    assert(ours.success);
    // The shell between ends at once, which leaves its child to another parent.
    await new Deno.Command("sh", {
      args: ["-c", `"$0" -c '${COUNT}' sh 20000000 >/dev/null 2>&1 & echo $!`]
        .concat(
          join(dir.path, "busy-other"),
        ),
      stdout: "piped",
    }).output().then(async ({ stdout }) => {
      const pid = Number(new TextDecoder().decode(stdout));
      try {
        let others = watch();
        while (!(others.cores > 0 && others.by.includes("busy-other"))) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          others = watch();
        }
        assert(!others.by.includes("busy-ours"), others.by.join());
      } finally {
        Deno.kill(pid, "SIGKILL");
      }
    });
  },
});

Deno.test({
  name: "memory of descendants is what they have together",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const before = memoryOfDescendants();
    const code = "new Uint8Array(200e6).fill(1); console.log('full');" +
      "await Deno.stdin.read(new Uint8Array(1))";
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", `const a = ${code}; console.log(a)`],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    assertStringIncludes(new TextDecoder().decode(value), "full");
    assert(memoryOfDescendants() - before > 200e6);
    await child.stdin.close();
    reader.releaseLock();
    await child.stdout.cancel();
    await child.status;
  },
});
