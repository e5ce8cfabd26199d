import { createHash } from "node:crypto";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";

/** SHA-256 of what JSON can say. */
export function digestOf(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

/**
 * SHA-256 of files and folders of `root`, with all that is in them; that one is
 * not there counts, too.
 */
export async function digestOfFiles(
  root: string,
  names: readonly string[],
): Promise<string> {
  const files = await Promise.all(names.map((name) => filesOf(root, name)));
  return digestOf(files);
}

/** Names and digests of the files at `name`. */
async function filesOf(root: string, name: string): Promise<unknown> {
  const path = join(root, name);
  if (!await exists(path)) return [name, "missing"];
  if ((await Deno.stat(path)).isFile) {
    const bytes = await Deno.readFile(path);
    return [name, createHash("sha256").update(bytes).digest("hex")];
  }
  const names: string[] = [];
  for await (const entry of Deno.readDir(path)) names.push(entry.name);
  return await Promise.all(
    names.sort().map((inner) => filesOf(root, join(name, inner))),
  );
}
