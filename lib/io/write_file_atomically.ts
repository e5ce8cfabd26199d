/**
 * Writes a file so that it is there whole or not at all: under another name in
 * the same folder first, then renamed.
 *
 * @param content A text, bytes, or pieces of bytes that follow each other.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  const temporaryPath = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.writeFile(temporaryPath, ReadableStream.from(pieces));
    await Deno.rename(temporaryPath, path);
  } catch (error) {
    await Deno.remove(temporaryPath).catch(() => {});
    throw error;
  }
}
