/** Checks the notebooks' structure, format and code: `deno task check`. */
import { codeProblems } from "./check/code.ts";
import { formatProblems } from "./check/format.ts";
import { structureProblems } from "./check/structure.ts";
import { type Notebook, readNotebook } from "./notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "./notebooks/sources.ts";
import { teachersPart } from "./shared/teachers_part.ts";

const grading = await teachersPart<
  { gradingProblems(notebook: Notebook): string[] }
>("scripts/course/release/grading_problems.ts");

const paths = await findNotebooks(NOTEBOOKS);
const notebooks = await Promise.all(paths.map(readNotebook));
const problems = [
  ...notebooks.flatMap(structureProblems),
  ...notebooks.flatMap((notebook) => grading?.gradingProblems(notebook) ?? []),
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
