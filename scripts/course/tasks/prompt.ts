import { join } from "node:path";
import type { Exercise } from "./exercises.ts";

// Lines that a module needs and a cell has not.
const NOT_IN_CELLS =
  /^(\/\/ deno-lint-ignore-file .*|import .* from "\.\/given\.ts";)\n+/gm;

/** What students find in an answer's cell, if the cell is one. */
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
