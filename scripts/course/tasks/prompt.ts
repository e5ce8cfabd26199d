import { join } from "node:path";
import type { Exercise } from "./exercises.ts";

// What makes a prompt a module of its own, and a cell has already.
const NOT_IN_CELLS =
  /^(\/\/ deno-lint-ignore-file .*|import .* from "\.\/given\.ts";)\n+/gm;

/** What stands in an answer's cell when students get it, if it is one's. */
export async function promptOf(
  { folder, answers }: Exercise,
  cellId: string,
): Promise<string | undefined> {
  const name = answers[cellId];
  if (name === undefined) return undefined;
  const path = join(import.meta.dirname!, folder, `${name}_prompt.ts`);
  const text = await Deno.readTextFile(path);
  return text.replaceAll(NOT_IN_CELLS, "").trim();
}
