import { basename, join } from "node:path";
import { filesBelow } from "../../shared/files_below.ts";
import { Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

/** Writes a zip file that holds a folder, under the folder's name. */
export async function zipFolder(folder: string, zip: string): Promise<void> {
  const target = await Deno.create(zip);
  const writer = new ZipWriter(target, { useWebWorkers: false });
  for (const path of await filesBelow(folder)) {
    const file = join(folder, path);
    const { mtime } = await Deno.stat(file);
    await writer.add(
      join(basename(folder), path).replaceAll("\\", "/"),
      new Uint8ArrayReader(await Deno.readFile(file)),
      { lastModDate: mtime ?? undefined },
    );
  }
  await writer.close();
}
