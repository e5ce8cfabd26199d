import { dirname, join } from "node:path";
import { configure, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import { DataError } from "mle/data/data_error.ts";
import { readDataFile } from "mle/data/read_data_file.ts";
import { unfitFile } from "mle/data/unfit_file.ts";
import { cannotWrite, reasonOf } from "mle/io/mod.ts";

configure({ useWebWorkers: false });

const WANTED = /\.(npy|h5|jpe?g|png|txt)$/i;
const MOST_BYTES = 2 ** 30;
const MOST_FILES = 20_000;

/**
 * Unpacks a data set's files from a .zip or .npz file into the folder `to`,
 * keeping their folders.
 *
 * @throws {DataError} if it is not such a file, or is damaged or far too large
 */
export async function unpackZip(path: string, to: string): Promise<void> {
  const bytes = await readDataFile(path);
  const zip = new ZipReader(new Uint8ArrayReader(bytes));
  let length = 0;
  let unwritten: Error | undefined;
  const targets = new Set<string>();
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      if (entry.directory || !WANTED.test(entry.filename)) continue;
      if (/^__MACOSX\//.test(entry.filename)) continue;
      length += entry.uncompressedSize;
      if (targets.size >= MOST_FILES || length > MOST_BYTES) {
        throw new DataError(
          path,
          `at most ${MOST_FILES} files of ${MOST_BYTES} bytes in all`,
          "more",
        );
      }
      // Archives made on Windows may have its separators.
      const target = join(to, ...entry.filename.split(/[\\/]/));
      if (!target.startsWith(join(to, "/"))) throw new Error("Unsafe filename");
      if (targets.has(target)) {
        throw new DataError(path, "each file once", `${entry.filename} twice`);
      }
      targets.add(target);
      const content = await entry.arrayBuffer({ checkSignature: true });
      try {
        await Deno.mkdir(dirname(target), { recursive: true });
        await Deno.writeFile(target, new Uint8Array(content));
      } catch (error) {
        unwritten = cannotWrite(target, error);
        throw unwritten;
      }
    }
  } catch (error) {
    if (error instanceof DataError || error === unwritten) throw error;
    const expected = "an intact ZIP archive";
    const found = `"${reasonOf(error)}"`;
    throw /^PK/.test(new TextDecoder().decode(bytes.subarray(0, 2)))
      ? new DataError(path, expected, found)
      : unfitFile(path, expected, bytes, found);
  } finally {
    await zip.close();
  }
}
