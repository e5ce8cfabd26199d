import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { writeFolderAtomically } from "mle/io/mod.ts";

const fill = (text: string) => (dir: string) =>
  Deno.writeTextFile(join(dir, "a.txt"), text);

async function inFolder(test: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "mle-io-" });
  try {
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function namesIn(dir: string): string[] {
  return Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();
}

Deno.test("writeFolderAtomically writes a folder where there was none", () =>
  inFolder(async (dir) => {
    await writeFolderAtomically(join(dir, "new", "set"), fill("one"));
    assertEquals(namesIn(join(dir, "new")), ["set"]);
    const text = await Deno.readTextFile(join(dir, "new", "set", "a.txt"));
    assertEquals(text, "one");
  }));

Deno.test("writeFolderAtomically replaces the whole former folder", () =>
  inFolder(async (dir) => {
    await Deno.mkdir(join(dir, "set"));
    await Deno.writeTextFile(join(dir, "set", "former.txt"), "");
    await writeFolderAtomically(join(dir, "set"), fill("two"));
    assertEquals(namesIn(dir), ["set"]);
    assertEquals(namesIn(join(dir, "set")), ["a.txt"]);
  }));

Deno.test("writeFolderAtomically that fails changes nothing, and names the folder by its name", () =>
  inFolder(async (dir) => {
    await writeFolderAtomically(join(dir, "set"), fill("one"));
    const failing = async (temporaryDir: string) => {
      await fill("two")(temporaryDir);
      throw new Error(`Cannot write ${temporaryDir}/b.txt: no space left`);
    };
    for (const name of ["set", "other"]) {
      await assertRejects(
        () => writeFolderAtomically(join(dir, name), failing),
        Error,
        `Cannot write ${join(dir, name)}/b.txt: no space left`,
      );
    }
    assertEquals(namesIn(dir), ["set"]);
    assertEquals(await Deno.readTextFile(join(dir, "set", "a.txt")), "one");
  }));

Deno.test("a process killed while it writes leaves no folder of that name", () =>
  inFolder(async (dir) => {
    const path = join(dir, "set");
    const module = import.meta.resolve("mle/io/mod.ts");
    const { signal } = await new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `import { writeFolderAtomically } from ${JSON.stringify(module)};
         await writeFolderAtomically(${JSON.stringify(path)}, async (dir) => {
           await Deno.writeTextFile(dir + "/a.txt", "half");
           Deno.kill(Deno.pid, "SIGKILL");
           await new Promise((resolve) => setTimeout(resolve, 10_000));
         });`,
      ],
      stderr: "null",
    }).output();
    assertEquals(signal, "SIGKILL");
    assertEquals(namesIn(dir).includes("set"), false);
    await writeFolderAtomically(path, fill("whole"));
    assertEquals(await Deno.readTextFile(join(path, "a.txt")), "whole");
  }));

Deno.test("a folder that cannot take its place leaves the former one in it", () =>
  inFolder(async (dir) => {
    const path = join(dir, "set");
    await writeFolderAtomically(path, fill("one"));
    await assertRejects(
      () =>
        writeFolderAtomically(
          path,
          (temporaryDir) => Deno.remove(temporaryDir), // somebody's cleaning
          { synced: false },
        ),
      Error,
      `Cannot write ${path}: No such file`,
    );
    assertEquals(namesIn(dir), ["set"]);
    assertEquals(await Deno.readTextFile(join(path, "a.txt")), "one");
  }));
