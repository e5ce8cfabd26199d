import { dirname, join } from "node:path";
import { BlobReader, configure, ZipReader } from "@zip.js/zip.js";
import { DataError } from "mle/data/data_error.ts";
import { fileLength } from "mle/data/file_length.ts";
import { writeFileAtomically } from "mle/io/mod.ts";

configure({ useWebWorkers: false });

const WANTED = /\.(npy|h5|jpe?g|png|txt)$/i;
const MOST_BYTES = 2 ** 30;
const MOST_FILES = 20_000;

/**
 * Unpacks what belongs to a data set from a .zip or .npz file into the folder
 * `to`, with the folders that they have in it.
 *
 * @throws {DataError} if it is no such file, a damaged one, or far too large
 */
export async function unpackZip(path: string, to: string): Promise<void> {
  await fileLength(path); // which refuses what is no file, or too long
  const zip = new ZipReader(
    new BlobReader(new Blob([await Deno.readFile(path)])),
  );
  let bytes = 0;
  let files = 0;
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      if (entry.directory || !WANTED.test(entry.filename)) continue;
      if (/^__MACOSX\//.test(entry.filename)) continue;
      bytes += entry.uncompressedSize;
      if (++files > MOST_FILES || bytes > MOST_BYTES) {
        throw new DataError(
          path,
          `at most ${MOST_FILES} files of ${MOST_BYTES} bytes in all`,
          "more",
        );
      }
      // zip.js itself refuses names that lead out of the folder.
      const target = join(to, ...entry.filename.split("/"));
      await Deno.mkdir(dirname(target), { recursive: true });
      const content = await entry.arrayBuffer({ checkSignature: true });
      await writeFileAtomically(target, new Uint8Array(content));
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(path, "a sound ZIP archive", `"${reason}"`);
  } finally {
    await zip.close();
  }
}
