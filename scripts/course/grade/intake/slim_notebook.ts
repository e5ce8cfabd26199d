import { fileURLToPath } from "node:url";
import type { IntakeLimits } from "./found_file.ts";
import { NoNotebookError, slim } from "./slim.ts";

const PROGRAM = fileURLToPath(new URL("slim_program.ts", import.meta.url));
const SMALL = 2 ** 20; // bytes that cannot become much memory, or take long
const MAX_MS = 20_000;

/**
 * A notebook's file as {@linkcode slim} makes it, at most `keptBytes` long. A
 * large one is read by a process of its own, with limits on memory and time.
 *
 * @throws {NoNotebookError} if it is none, or goes beyond the limits
 */
export async function slimNotebook(
  bytes: Uint8Array,
  { keptBytes, heapMib }: Pick<IntakeLimits, "keptBytes" | "heapMib">,
): Promise<string> {
  if (bytes.length <= SMALL) return slim(bytes, keptBytes);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-config", "--no-lock", "--no-prompt"],
      ...[`--v8-flags=--max-old-space-size=${heapMib}`, PROGRAM],
      `${keptBytes}`,
    ],
    signal: AbortSignal.timeout(MAX_MS),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
    .pipeTo(child.stdin).catch(() => {}); // it has ended before it has read all
  const { code, stdout } = await child.output();
  await input;
  const said = new TextDecoder().decode(stdout);
  if (code === 0) return said;
  throw new NoNotebookError(
    code === 3
      ? said
      : "The file cannot be read with the memory and time that it may take.",
  );
}
