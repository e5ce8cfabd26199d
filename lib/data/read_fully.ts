/**
 * Fills `bytes` from the file's current position; returns how many bytes could
 * be read.
 */
export async function readFully(
  file: Deno.FsFile,
  bytes: Uint8Array,
): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return filled;
}
