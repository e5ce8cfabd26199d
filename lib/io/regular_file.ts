/**
 * What is at a path instead of a regular file, in words; undefined if it is
 * one. Reading a device or a named pipe may never end.
 */
export function notRegular(info: Deno.FileInfo): string | undefined {
  if (info.isFile) return undefined;
  if (info.isDirectory) return "a folder";
  return info.isFifo ? "a named pipe" : info.isSocket ? "a socket" : "a device";
}
