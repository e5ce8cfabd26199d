/** Writes a file so that it is there whole or not at all. */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporaryPath = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.writeFile(temporaryPath, bytes);
    await Deno.rename(temporaryPath, path);
  } catch (error) {
    await Deno.remove(temporaryPath).catch(() => {});
    throw error;
  }
}
