import { createHash } from "node:crypto";
import { join } from "node:path";

/** SHA-256 of a value that JSON can represent. */
export function digestOf(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

/**
 * SHA-256 of the names and contents of the files in `root` with the given
 * paths.
 */
export async function digestOfFiles(
  root: string,
  paths: readonly string[],
): Promise<string> {
  return digestOf(
    await Promise.all(paths.map(async (path) => {
      const bytes = await Deno.readFile(join(root, path));
      return [path, createHash("sha256").update(bytes).digest("hex")];
    })),
  );
}
