import { DISPLAY, type Displayable, type MimeBundle } from "../plot/mod.ts";
import { numberFormat } from "./number_format.ts";

/** A Polars frame, or whatever else gives its rows. */
export interface Frame {
  /** The rows, each with all columns by name. */
  toRecords(): Record<string, unknown>[];
}

/** How `table` writes a frame. */
export interface TableOptions {
  /** A line above the table. */
  readonly caption?: string;
  /** Columns of shares in 0..1, to be written as percentages. */
  readonly percent?: readonly string[];
}

/** A table that a notebook shows when it is the value of a cell. */
export class Table implements Displayable {
  /** The table as HTML. */
  readonly html: string;
  /** The table as lines of text. */
  readonly text: string;

  /** Made by `table`. */
  constructor(html: string, text: string) {
    this.html = html;
    this.text = text;
  }

  /** What a notebook shows. */
  [DISPLAY](): MimeBundle {
    return { "text/html": this.html, "text/plain": this.text };
  }
}

/** One column, written. */
interface Column {
  name: string;
  cells: string[];
  isNumeric: boolean;
}

/** Of a longer table, so many rows at its head and as many at its end are written. */
const ENDS = 8;

/**
 * Writes a Polars frame as a table for reading: numbers rounded alike within a column, and the
 * middle of a long frame left out.
 *
 * @throws RangeError if `percent` names no column of the frame.
 */
export function table(frame: Frame, options: TableOptions = {}): Table {
  const { caption, percent = [] } = options;
  const rows = frame.toRecords();
  const names = Object.keys(rows[0] ?? {});
  for (const name of percent) {
    if (rows.length > 0 && !names.includes(name)) {
      throw new RangeError(
        `Cannot write table: expected percent to name columns among ${
          names.join(", ")
        }, got ${name}`,
      );
    }
  }
  const isLong = rows.length > 2 * ENDS + 1;
  const shown = isLong ? [...rows.slice(0, ENDS), ...rows.slice(-ENDS)] : rows;
  const columns = names.map((name) => column(name, shown, percent));
  const cut = isLong ? ENDS : undefined;
  const lines = caption === undefined ? [] : [caption];
  if (isLong) lines.push(`${rows.length} rows, the first and last ${ENDS}`);
  return new Table(toHtml(columns, lines, cut), toText(columns, lines, cut));
}

function column(
  name: string,
  rows: Record<string, unknown>[],
  percent: readonly string[],
): Column {
  const values = rows.map((row) => row[name]);
  const numbers = values.filter((value) => typeof value === "number");
  const format = numberFormat(numbers, percent.includes(name));
  return {
    name,
    cells: values.map((value) =>
      typeof value === "number" ? format(value) : String(value ?? "–")
    ),
    isNumeric: values.some((value) =>
      typeof value === "number" || typeof value === "bigint"
    ),
  };
}

/** The rows of cells, headed by names, with a row of dots after the row `cut`. */
function grid(columns: Column[], cut?: number): string[][] {
  const count = columns[0]?.cells.length ?? 0;
  const rows = Array.from(
    { length: count },
    (_, row) => columns.map((column) => column.cells[row]),
  );
  if (cut !== undefined) rows.splice(cut, 0, columns.map(() => "…"));
  return [columns.map((column) => column.name), ...rows];
}

function toHtml(columns: Column[], lines: string[], cut?: number): string {
  const [head, ...body] = grid(columns, cut);
  const cells = (tag: string, row: string[]) =>
    row.map((cell, index) => {
      const align = columns[index].isNumeric ? "right" : "left";
      return `<${tag} style="text-align:${align}">${escape(cell)}</${tag}>`;
    }).join("");
  // Above a narrow table the caption would be broken after each word.
  const width = Math.min(32, Math.max(...lines.map((line) => line.length)));
  const caption = lines.length === 0
    ? ""
    : `<caption style="text-align:left;min-width:${width}ch">` +
      `${lines.map(escape).join("<br>")}</caption>`;
  return `<table style="font-variant-numeric:tabular-nums">${caption}` +
    `<thead><tr>${cells("th", head)}</tr></thead><tbody>` +
    body.map((row) => `<tr>${cells("td", row)}</tr>`).join("") +
    `</tbody></table>`;
}

function toText(columns: Column[], lines: string[], cut?: number): string {
  const rows = grid(columns, cut);
  const widths = columns.map((_, index) =>
    Math.max(...rows.map((row) => row[index].length))
  );
  const written = rows.map((row) =>
    row.map((cell, index) =>
      columns[index].isNumeric
        ? cell.padStart(widths[index])
        : cell.padEnd(widths[index])
    ).join("  ").trimEnd()
  );
  return [...lines, ...written].join("\n");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
