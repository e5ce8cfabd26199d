import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { readDataFile } from "mle/data/read_data_file.ts";
import { readHdf5Pictures } from "mle/data/hdf5_pictures.ts";
import { readIdx } from "mle/data/idx.ts";
import { readNpy } from "mle/data/npy.ts";
import { readPictureFolder } from "mle/data/picture_folder.ts";
import { loadSafetensors, saveSafetensors } from "mle/nn/mod.ts";
import { npyBytes } from "./npy_bytes.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const FORMAT = { height: 2, width: 2, channels: 3, classCount: 6 };

/** Every reader of a file with numbers. */
const READERS: Record<string, (path: string) => Promise<unknown>> = {
  readDataFile,
  readNpy: (path) => readNpy(path, [null, 3]),
  readIdx: (path) => readIdx(path, [null]),
  readHdf5Pictures: (path) =>
    readHdf5Pictures(path, { pixels: "x", labels: "y" }, FORMAT),
};

for (const [name, read] of Object.entries(READERS)) {
  const assertRefuses = async (path: string, complaint: string) => {
    const { message } = await assertRejects(() => read(path), DataError);
    assertEquals(message, `Cannot read ${path}: expected ${complaint}`);
  };

  Deno.test(`${name} refuses a file that is as long as its header says, but too long`, async () => {
    await using dir = await temporaryFolder();
    const path = dir.at("a");
    const header = npyBytes({
      shape: "(89478486, 3)",
      data: new Uint8Array(),
    });
    await Deno.writeFile(path, header);
    const length = header.length + 3 * 89_478_486;
    await Deno.truncate(path, length); // with a hole, which takes no room
    await assertRefuses(
      path,
      `a file of at most 268435456 bytes, got ${length} bytes`,
    );
  });

  Deno.test(`${name} refuses what is no file`, async () => {
    await using dir = await temporaryFolder();
    await assertRefuses(dir.path, "a file, got a folder");
    await assertRefuses(
      dir.at("none"),
      "a file, got nothing: it does not exist",
    );
  });
}

Deno.test({
  name:
    "whoever reads refuses what may never end, and whoever writes replaces none",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using dir = await temporaryFolder();
    const pipe = dir.at("4_pipe.png");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    await Deno.symlink("4_loop.png", dir.at("4_loop.png"));
    const format = { height: 1, width: 1, channels: 3, classCount: 6 };
    const stateDict = new Map();
    for (
      const [path, what] of [["/dev/zero", "a device"], [pipe, "a named pipe"]]
    ) {
      for (
        const [attempt, message] of [
          [
            () => readDataFile(path),
            `Cannot read ${path}: expected a file, got ${what}`,
          ],
          [
            () => loadSafetensors(path),
            `Cannot read ${path} as safetensors: expected a file, got ${what}`,
          ],
          [
            () => saveSafetensors(path, stateDict),
            `Cannot write ${path}: expected a file there, got ${what}. Move ` +
            "away what is there, or choose another name",
          ],
        ] as const
      ) {
        const error = await assertRejects(attempt, Error);
        assertEquals(error.message, message);
      }
    }
    assert((await Deno.lstat(pipe)).isFifo);
    await assertRejects(
      () => readDataFile(dir.at("4_loop.png")),
      DataError,
      "4_loop.png: expected a file, got Too many levels of symbolic links",
    );
    await Deno.remove(dir.at("4_loop.png"));
    await assertRejects(
      () => readPictureFolder(dir.path, format),
      DataError,
      `Cannot read ${pipe}: expected a file, got a named pipe`,
    );
  },
});
