import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { type IntakeLimits, tooLarge } from "./found_file.ts";
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
  const kept = bytes.length <= SMALL
    ? slim(bytes)
    : await slimApart(bytes, keptBytes, heapMib);
  if (Buffer.byteLength(kept) <= keptBytes) return kept;
  throw new NoNotebookError(tooLarge(keptBytes));
}

async function slimApart(
  bytes: Uint8Array,
  keptBytes: number,
  heapMib: number,
): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-config", "--no-lock", "--no-prompt"],
      ...[`--v8-flags=--max-old-space-size=${heapMib}`, PROGRAM],
    ],
    signal: AbortSignal.timeout(MAX_MS),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const send = async () => {
    const writer = child.stdin.getWriter();
    await writer.write(bytes as Uint8Array<ArrayBuffer>);
    await writer.close();
  };
  const [kept] = await Promise.all([
    collect(child.stdout, keptBytes),
    send().catch(() => {}), // it has ended before it has read all
  ]);
  const { code } = await child.status;
  if (code === 0) return kept;
  throw new NoNotebookError(
    code === 3
      ? kept
      : "The file cannot be read with the memory and time that it may take.",
  );
}

/** What comes, up to somewhat more than `maxBytes`. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    if (size <= maxBytes) pieces.push(piece);
    size += piece.length;
  }
  return await new Blob(pieces as BlobPart[]).text();
}
