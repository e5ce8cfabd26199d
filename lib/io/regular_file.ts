/**
 * What is at a path instead of a regular file, in words; undefined if it is
 * one. Reading a device or a named pipe may never end.
 */
export function notRegular(info: Deno.FileInfo): string | undefined {
  if (info.isFile) return undefined;
  if (info.isDirectory) return "a folder";
  return info.isFifo ? "a named pipe" : info.isSocket ? "a socket" : "a device";
}

/**
 * Checks that at a path is a regular file, or nothing.
 *
 * @param action What shall be done with it, for the message.
 * @throws {Error} if something else is there.
 */
export async function refuseOther(
  action: "read" | "write",
  path: string,
): Promise<void> {
  const info = await Deno.stat(path).catch(() => undefined);
  const other = info && notRegular(info);
  if (other === undefined) return;
  throw new Error(
    `Cannot ${action} ${path}: expected a file there, got ${other}. Move away ` +
      "what is there, or choose another name",
  );
}
