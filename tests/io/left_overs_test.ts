import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  clearLeftOvers,
  writeFileAtomically,
  writeFolderAtomically,
} from "mle/io/mod.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { isolated, noIsolation } from "../isolated.ts";

const leftOver = (path: string, ending: "tmp" | "old") =>
  `${path}.${crypto.randomUUID()}.${ending}`;

Deno.test("the next writer clears away what killed ones have left, and nothing else", async () => {
  await using dir = await temporaryFolder();
  const others = ["set.tmp", "set.mine.tmp", "settings.json"];
  for (const name of others) await Deno.writeTextFile(dir.at(name), "");
  await Deno.writeTextFile(dir.at("set"), "former");
  await Deno.writeTextFile(leftOver(dir.at("set"), "tmp"), "half");
  await Deno.mkdir(leftOver(dir.at("set"), "old"));
  await writeFileAtomically(dir.at("set"), "whole");
  assertEquals(dir.names(), ["set", ...others].sort());
});

Deno.test("what died between two renames gets its name back", async () => {
  await using dir = await temporaryFolder();
  const former = leftOver(dir.at("set"), "old");
  await Deno.mkdir(former);
  await Deno.writeTextFile(`${former}/a.txt`, "former");
  await Deno.mkdir(leftOver(dir.at("set"), "tmp"));
  await clearLeftOvers(dir.at("set"));
  assertEquals(dir.names(), ["set"]);
  assertEquals(await Deno.readTextFile(dir.at("set", "a.txt")), "former");
});

Deno.test("what another writer is at work on stays", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("set");
  await writeFolderAtomically(path, async (slow) => {
    await writeFolderAtomically(path, async (quick) => {
      await Deno.writeTextFile(`${quick}/a.txt`, "quick");
    });
    await Deno.writeTextFile(`${slow}/a.txt`, "slow");
  });
  assertEquals(await Deno.readTextFile(`${path}/a.txt`), "slow");
  assertEquals(dir.names(), ["set"]);
});

Deno.test("a link stays a link; what it points to is replaced", async () => {
  await using dir = await temporaryFolder();
  await Deno.mkdir(dir.at("disk", "set"), { recursive: true });
  await Deno.symlink("disk/set", dir.at("set"));
  await Deno.symlink("disk/file", dir.at("file")); // points to nothing yet
  await writeFolderAtomically(
    dir.at("set"),
    (folder) => Deno.writeTextFile(`${folder}/a.txt`, "new"),
  );
  await Deno.symlink("file", dir.at("link to it"));
  await writeFileAtomically(dir.at("link to it"), "new");
  assertEquals(await Deno.readLink(dir.at("set")), "disk/set");
  assertEquals(await Deno.readTextFile(dir.at("disk", "set", "a.txt")), "new");
  assertEquals(await Deno.readLink(dir.at("link to it")), "file");
  assertEquals(await Deno.readLink(dir.at("file")), "disk/file");
  assertEquals(await Deno.readTextFile(dir.at("disk", "file")), "new");
});

Deno.test("an error of writing names the file and the reason", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(dir.at("file"), "");
  await assertRejects(
    () => writeFileAtomically(dir.at("file", "a.txt"), ""),
    Error,
    `Cannot write ${dir.at("file", "a.txt")}: Not a directory`,
  );
  await assertRejects(
    () => writeFolderAtomically(dir.at("file"), () => Promise.resolve()),
    Error,
    `Cannot write ${dir.at("file")}: expected a folder there, got a file`,
  );
});

Deno.test({
  name: "a full disk and a mount point are named before anything is lost",
  ignore: noIsolation,
  async fn() {
    await using dir = await temporaryFolder();
    const script = `import { writeFileAtomically, writeFolderAtomically } from
      ${JSON.stringify(`${ROOT}/lib/io/mod.ts`)};
      const disk = ${JSON.stringify(dir.at("my disk"))};
      const say = ({ message }) => console.log(message.replaceAll(disk, "DISK"));
      await writeFileAtomically(disk + "/a", "former");
      await writeFileAtomically(disk + "/a", new Uint8Array(2 ** 20)).catch(say);
      console.log(await Deno.readTextFile(disk + "/a"));
      await writeFolderAtomically(disk, () => console.log("filled")).catch(say);
      console.log(Array.from(Deno.readDirSync(disk), ({ name }) => name).join());`;
    await Deno.mkdir(dir.at("my disk"));
    const { stdout, stderr } = await isolated(
      'mount -t tmpfs -o size=512k tmpfs "$0" && exec "$1" eval "$2"',
      ...[dir.at("my disk"), Deno.execPath(), script],
    );
    assertEquals(stderr, "");
    assertStringIncludes(
      stdout,
      "Cannot write DISK/a: No space left on device",
    );
    assertEquals(stdout.split("\n").slice(1), [
      "former",
      "Cannot write DISK: a file system is mounted there, and only what is in " +
      "it can be replaced. Choose a folder within it",
      "a",
    ]);
  },
});
