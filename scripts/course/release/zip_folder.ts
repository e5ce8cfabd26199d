import { basename, join, relative } from "node:path";
import { Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

/** Writes a zip file that holds a folder, under the folder's name. */
export async function zipFolder(folder: string, zip: string): Promise<void> {
  const file = await Deno.create(zip);
  const writer = new ZipWriter(file, { useWebWorkers: false });
  for (const path of await filesBelow(folder)) {
    const { mtime } = await Deno.stat(path);
    await writer.add(
      join(basename(folder), relative(folder, path)).replaceAll("\\", "/"),
      new Uint8ArrayReader(await Deno.readFile(path)),
      { lastModDate: mtime ?? undefined },
    );
  }
  await writer.close();
}

/** The paths of all files in a folder, those of its folders among them. */
async function filesBelow(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    paths.push(...isDirectory ? await filesBelow(path) : [path]);
  }
  return paths.sort();
}
