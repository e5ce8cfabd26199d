import type { MimeBundle } from "./display.ts";
import { numberFormat } from "./number_format.ts";

/** One column of a table, as text. */
export interface Column {
  /** The heading of the column. */
  readonly name: string;
  /** The cells of the column. */
  readonly cells: readonly string[];
  /** Whether it is right-aligned, so that digits line up. */
  readonly isNumeric: boolean;
}

/** The content of a table. */
export interface TableContent {
  /** The columns, from left to right. */
  readonly columns: readonly Column[];
  /** Lines above the table. */
  readonly lines?: readonly string[];
  /** The number of rows before a row of dots that marks omitted rows. */
  readonly cutAfter?: number;
}

/**
 * A column of values: numbers are rounded alike, or shown as percentages; a
 * missing value is a dash.
 */
export function tableColumn(
  name: string,
  values: readonly unknown[],
  percent = false,
): Column {
  const numbers = values.filter((value) => typeof value === "number");
  const format = numberFormat(numbers, percent);
  return {
    name,
    cells: values.map((value) =>
      typeof value === "number" ? format(value) : cellText(value)
    ),
    isNumeric: values.some((value) =>
      typeof value === "number" || typeof value === "bigint"
    ),
  };
}

/**
 * The text of a cell that is not a number: lists and structs in JSON, dates in
 * ISO 8601.
 */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  return JSON.stringify(
    value,
    (_, inner) => typeof inner === "bigint" ? String(inner) : inner,
  );
}

/** A table as HTML, for a notebook, and as lines of text. */
export function tableBundle(
  content: TableContent,
): MimeBundle & { "text/html": string; "text/plain": string } {
  return { "text/html": toHtml(content), "text/plain": toText(content) };
}

/** The rows of cells, preceded by the columns' names. */
function grid({ columns, cutAfter }: TableContent): string[][] {
  const count = columns[0]?.cells.length ?? 0;
  const rows = Array.from(
    { length: count },
    (_, row) => columns.map((column) => column.cells[row]),
  );
  if (cutAfter !== undefined) rows.splice(cutAfter, 0, columns.map(() => "…"));
  return [columns.map((column) => column.name), ...rows];
}

function toHtml(content: TableContent): string {
  const { columns, lines = [] } = content;
  const [head, ...body] = grid(content);
  const cells = (tag: string, row: string[]) =>
    row.map((cell, index) => {
      const align = columns[index].isNumeric ? "right" : "left";
      return `<${tag} style="text-align:${align}">${escapeHtml(cell)}</${tag}>`;
    }).join("");
  // Above a narrow table the caption would wrap after each word.
  const width = Math.min(32, Math.max(...lines.map((line) => line.length)));
  const caption = lines.length === 0
    ? ""
    : `<caption style="text-align:left;min-width:${width}ch">` +
      `${lines.map(escapeHtml).join("<br>")}</caption>`;
  return `<table style="font-variant-numeric:tabular-nums">${caption}` +
    `<thead><tr>${cells("th", head)}</tr></thead><tbody>` +
    body.map((row) => `<tr>${cells("td", row)}</tr>`).join("") +
    `</tbody></table>`;
}

function toText(content: TableContent): string {
  const { columns, lines = [] } = content;
  const rows = grid(content);
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

/** Text as HTML, also within quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
