import { type Notebook, readNotebook } from "../notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "../notebooks/sources.ts";
import { codeProblems } from "./code.ts";
import { formatProblems } from "./format.ts";
import { structureProblems } from "./structure.ts";

/**
 * Checks the notebooks' structure, format and code, and prints what is wrong.
 * Ends the program with exit code 1 if anything is.
 *
 * @param moreProblems Finds further problems of a notebook.
 */
export async function checkNotebooks(
  moreProblems: (notebook: Notebook) => string[] = () => [],
): Promise<void> {
  const paths = await findNotebooks(NOTEBOOKS);
  const notebooks = await Promise.all(paths.map(readNotebook));
  const problems = [
    ...notebooks.flatMap(structureProblems),
    ...notebooks.flatMap(moreProblems),
    ...await formatProblems(notebooks),
    ...await codeProblems(notebooks),
  ];
  for (const problem of problems) console.error(`${problem}\n`);
  const count = problems.length;
  console.log(
    `${notebooks.length} notebooks checked, ${count} problem${
      count === 1 ? "" : "s"
    }`,
  );
  if (count > 0) Deno.exit(1);
}
