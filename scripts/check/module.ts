import { cellName, type Notebook } from "../notebooks/format.ts";

/** All code of a notebook as one module. */
export interface NotebookModule {
  source: string;
  /** For each line of the module (from 0), where it comes from. */
  places: Place[];
}

/** A line of a notebook: `cell 5 (load-signs), line 3`. */
export type Place = string;

/**
 * Joins the code cells of a notebook to one module.
 *
 * A kernel lets a cell declare or import a name again; a module, and so an
 * editor's language server, does not, and a reader is better off without.
 */
export function toModule({ cells }: Notebook): NotebookModule {
  const lines = cells.filter(({ type }) => type === "code").flatMap((cell) =>
    cell.source.split("\n").map((text, index) => ({
      text,
      place: `${cellName(cell)}, line ${index + 1}`,
    }))
  );
  return {
    source: [...lines.map(({ text }) => text), "export {};", ""].join("\n"),
    places: lines.map(({ place }) => place),
  };
}
