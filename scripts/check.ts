/** Checks the notebooks' sources, structure and code: `deno task check`. */
import { codeProblems } from "./check/code.ts";
import { structureProblems } from "./check/structure.ts";
import { readNotebook } from "./notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "./notebooks/sources.ts";

const paths = await findNotebooks(NOTEBOOKS);
const notebooks = await Promise.all(paths.map(readNotebook));
const problems = [
  ...notebooks.flatMap(structureProblems),
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
