import { type Cell, cellName, type Notebook } from "../notebooks/format.ts";
import { type Imported, withoutImported } from "./imports.ts";

/** All code of a notebook as one module. */
export interface NotebookModule {
  source: string;
  /** For each line of the module (from 0), where it comes from. */
  places: (Place | undefined)[];
}

/** A line of a notebook: `cell 5 (load-signs), line 3`. */
export type Place = string;

/**
 * Combines the code cells of a notebook into one module with the same meaning.
 *
 * A cell sees what earlier cells declare, and may declare a name again, which
 * from then on has the new value. Nested blocks behave the same way, so each
 * cell opens a block, and all of them close at the end. Imports, which must be
 * at the top of a module, are taken from the start of each cell.
 */
export function toModule(notebook: Notebook): NotebookModule {
  const imports: Line[] = [];
  const body: Line[] = [];
  const imported: Imported = new Map();
  let depth = 0;
  for (const cell of notebook.cells.filter(({ type }) => type === "code")) {
    const lines = linesOf(cell);
    const start = endOfImports(lines);
    imports.push(...uniqueImports(lines.slice(0, start), imported));
    const rest = lines.slice(start);
    if (rest.every(({ text }) => text.trim() === "")) continue;
    body.push({ text: "{" }, ...rest);
    depth++;
  }
  const lines = [...imports, ...body, { text: "}".repeat(depth) }];
  return {
    source: [...lines.map(({ text }) => text), "export {};", ""].join("\n"),
    places: lines.map(({ place }: Line) => place),
  };
}

interface Line {
  text: string;
  place?: Place;
}

function linesOf(cell: Cell): Line[] {
  return cell.source.split("\n").map((text, index) => ({
    text,
    place: `${cellName(cell)}, line ${index + 1}`,
  }));
}

function uniqueImports(lines: Line[], imported: Imported): Line[] {
  const text = lines.map(({ text }) => text).join("\n");
  const texts = withoutImported(text, imported).split("\n");
  return lines.map((line, i) => ({ ...line, text: texts[i] }));
}

/** Index of the first line after the imports at the start of a cell. */
function endOfImports(lines: Line[]): number {
  let end = 0;
  let inImport = false;
  for (const [index, { text }] of lines.entries()) {
    inImport ||= /^import\b(?!\s*[(.])/.test(text);
    if (inImport) {
      if (/["'];?\s*$/.test(text)) {
        inImport = false;
        end = index + 1;
      }
    } else if (!/^\s*(\/\/.*)?$/.test(text)) {
      return end;
    }
  }
  return end;
}
