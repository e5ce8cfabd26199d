import { dirname } from "node:path";
import { followLinks } from "./follow_links.ts";
import { cannotWrite } from "./reason.ts";
import { refuseOther } from "./regular_file.ts";
import { syncFolder } from "./sync.ts";
import { clearLeftOvers, makeBeside } from "./temporary_name.ts";

/**
 * Writes a file completely or not at all, even if the power fails: first under
 * another name in the same folder, which is then renamed. If `path` is a link,
 * its target is written. Nothing but a regular file is replaced.
 *
 * @param content A text, bytes, or pieces of bytes in order.
 * @throws {Error} that names the file, if it cannot be written.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  const target = await followLinks(path);
  await refuseOther("write", target);
  let temporaryPath: string | undefined;
  try {
    await clearLeftOvers(target);
    using held = await makeBeside(target, "file");
    temporaryPath = held.path;
    for (const piece of pieces) await writeFully(held.file!, piece);
    await held.file!.sync();
    await Deno.rename(temporaryPath, target);
    await syncFolder(dirname(target));
  } catch (error) {
    if (temporaryPath) await Deno.remove(temporaryPath).catch(() => {});
    throw cannotWrite(path, error);
  }
}

async function writeFully(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
}
