import { join } from "node:path";
import { ROOT } from "../shared/paths.ts";

/** The folder of the notebooks' sources. */
export const NOTEBOOKS: string = join(ROOT, "notebooks");

/**
 * The paths of all notebooks in a folder, by name; with `only`, those whose
 * name contains it.
 *
 * @throws {RangeError} if `only` matches none
 */
export async function findNotebooks(
  folder: string,
  only = "",
): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".ipynb")) names.push(name);
  }
  const fitting = names.filter((name) => name.includes(only)).sort();
  if (only !== "" && fitting.length === 0) {
    throw new RangeError(
      `There is no notebook with "${only}" in its name; there are ` +
        names.sort().join(", "),
    );
  }
  return fitting.map((name) => join(folder, name));
}
