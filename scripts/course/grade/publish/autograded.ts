import { createHash } from "node:crypto";
import { KERNELSPEC } from "../../../shared/kernelspec.ts";
import { VERSION } from "../../../shared/version.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import type { CellMark } from "../mark.ts";
import type { ShownCell } from "../shown.ts";
import { explain } from "./explain.ts";

/**
 * The notebook that formgrader shows: the graded cells as they ran, without the
 * hidden tests, with the points' reasons below. Formgrader renders text cells in a
 * page that may do what the marker may, so they stand there as HTML that can do
 * nothing: `texts`, by cell.
 */
export function autogradedNotebook(
  result: NotebookResult,
  texts: ReadonlyMap<string, string>,
): string {
  const marks = new Map(result.marks.map((mark) => [mark.id, mark]));
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: KERNELSPEC,
      language_info: { name: "typescript" },
      mle: { graded_by: VERSION },
    },
    cells: result.cells.map((cell, i) =>
      nbformatCell(cell, `cell-${i + 1}`, texts, marks.get(cell.id))
    ),
  };
  return JSON.stringify(notebook, undefined, 1) + "\n";
}

function nbformatCell(
  cell: ShownCell,
  id: string,
  texts: ReadonlyMap<string, string>,
  mark?: CellMark,
) {
  const { type, role, graded, tags, notes } = cell;
  const isAnswer = role === "solution" || graded?.byHand === true;
  const nbgrader = graded || isAnswer
    ? {
      schema_version: 3,
      grade_id: cell.id,
      grade: graded !== undefined,
      solution: isAnswer,
      locked: !isAnswer,
      task: false,
      cell_type: type,
      checksum: createHash("md5").update(cell.source).digest("hex"),
      ...graded ? { points: graded.points } : {},
    }
    : undefined;
  const common = { id, metadata: { tags, ...nbgrader ? { nbgrader } : {} } };
  if (type === "markdown") {
    return {
      ...common,
      cell_type: type,
      source: texts.get(cell.id) ?? "",
    };
  }
  const reasons = [...notes, ...mark && !mark.byHand ? explain(mark) : []];
  return {
    ...common,
    cell_type: type,
    source: cell.source,
    execution_count: null,
    outputs: [
      ...cell.outputs.map((output) =>
        "text" in output ? stream(output.text) : {
          output_type: "display_data",
          data: { "image/png": output.png },
          metadata: {},
        }
      ),
      ...reasons.length > 0 ? [stream(`${reasons.join("\n")}\n`)] : [],
    ],
  };
}

function stream(text: string) {
  return { output_type: "stream", name: "stdout", text };
}
