import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { TextWriter, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import { zipFolder } from "../../../scripts/course/release/zip_folder.ts";
import { withFolder } from "../../notebooks/sample.ts";

const FILES = {
  "Übung/empty": "",
  "Übung/größer/a b/日本.txt": "text\n",
  "Übung/z": "z",
};

Deno.test("a zip holds a folder's files by their names, in the same bytes each time", async () => {
  await withFolder(async (folder) => {
    for (const [name, text] of Object.entries(FILES)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    const zips = [];
    for (const name of ["one.zip", "two.zip"]) {
      await zipFolder(join(folder, "Übung"), join(folder, name));
      zips.push(await Deno.readFile(join(folder, name)));
    }
    assertEquals(await contentOf(zips[0]), FILES);
    assertEquals(zips[0], zips[1]);
  });
});

async function contentOf(zip: Uint8Array): Promise<Record<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(zip), {
    useWebWorkers: false,
  });
  const content: Record<string, string> = {};
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    content[entry.filename] = await entry.getData(new TextWriter());
  }
  await reader.close();
  return content;
}
