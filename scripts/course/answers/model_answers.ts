import type { RawCell, RawNotebook } from "../../notebooks/format.ts";
import type { Exercise } from "../tasks/exercises.ts";

interface Output {
  data?: Record<string, string | string[]>;
}

/**
 * An executed notebook as students get it after the deadline: an answer's cell
 * holds the answer itself; instructions, imports and self-checks are left out.
 */
export function modelAnswers(
  notebook: RawNotebook,
  { answers, checks }: Exercise,
): RawNotebook {
  const cells = notebook.cells
    .filter(({ id }) => !Object.hasOwn(checks, id) && id !== "instructions")
    .map((cell) => Object.hasOwn(answers, cell.id) ? withSource(cell) : cell)
    .filter((cell) =>
      cell.cell_type !== "code" || Object.hasOwn(answers, cell.id) ||
      !textOf(cell.source).startsWith("import ")
    );
  const [title, ...rest] = cells;
  const source = textOf(title.source).replace(/^# .*$/m, "$&\n\n**Answers**");
  return { ...notebook, cells: [{ ...title, source }, ...rest] };
}

/** A cell that shows a file's source, with that source in it. */
function withSource(cell: RawCell): RawCell {
  const shown = (cell.outputs as Output[]).flatMap(({ data }) =>
    data?.["text/plain"] === undefined ? [] : [textOf(data["text/plain"])]
  ).find((text) => text.startsWith("// mle/sheet/"));
  return shown === undefined ? cell : { ...cell, source: shown, outputs: [] };
}

const textOf = (text: string | string[]): string => [text].flat().join("");
