import { KERNELSPEC } from "../shared/kernelspec.ts";
import { type Cell, cellName, type Notebook } from "../notebooks/format.ts";

const WORDS = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
// An id that Jupyter makes up for a new cell says nothing to a reader.
const MADE_UP = /^[0-9a-f]{6,}(-[0-9a-f]+)*$/;

/**
 * Where a notebook's file departs from the project's conventions, one message
 * each.
 */
export function structureProblems(notebook: Notebook): string[] {
  const problems: string[] = [];
  if (notebook.kernel !== KERNELSPEC.name) {
    problems.push(
      `expected the kernel ${KERNELSPEC.name}, got ${notebook.kernel}`,
    );
  }
  const seen = new Set<string>();
  for (const cell of notebook.cells) {
    for (const problem of cellProblems(cell)) {
      problems.push(`${cellName(cell)}: ${problem}`);
    }
    if (seen.has(cell.id)) {
      problems.push(`${cellName(cell)}: another cell has the same id`);
    }
    seen.add(cell.id);
  }
  return problems.map((problem) => `${notebook.name}, ${problem}`);
}

function* cellProblems(cell: Cell): Generator<string> {
  if (!WORDS.test(cell.id) || MADE_UP.test(cell.id)) {
    yield "its id is no name: expected words that say what the cell is, " +
      "such as load-signs";
  }
  if (cell.source.trim() === "") yield "it is empty";
  for (const tag of cell.tags) {
    if (!WORDS.test(tag)) yield `its tag "${tag}" is not in lower-case words`;
  }
  if (cell.type !== "code") return;
  if (cell.tags.length === 0) {
    yield "it has no tag: expected the sheet's cell number (sheet-34), " +
      "or what the cell is";
  }
  if (cell.outputCount > 0 || cell.executionCount !== null) {
    yield "it holds outputs: clear them before committing";
  }
  if (/^(await )?using /m.test(cell.source)) {
    yield "a top-level using never disposes in a notebook: put it in a block";
  }
}
