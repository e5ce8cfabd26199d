import { createHash } from "node:crypto";
import { join } from "node:path";
import { exists } from "../shared/files.ts";

/** SHA-256 of what JSON can say. */
export function digestOf(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

/** SHA-256 of files and folders with all that is in them; what is not there counts, too. */
export async function digestOfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    if (!await exists(path)) hash.update(`no ${path}\0`);
    else await add(path, hash);
  }
  return hash.digest("hex");
}

async function add(
  path: string,
  hash: ReturnType<typeof createHash>,
): Promise<void> {
  const { isFile } = await Deno.stat(path);
  if (isFile) {
    const bytes = await Deno.readFile(path);
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    return;
  }
  const names: string[] = [];
  for await (const { name } of Deno.readDir(path)) names.push(name);
  for (const name of names.sort()) await add(join(path, name), hash);
}
