// Deno's std comes from npm as JavaScript without declarations; this declares
// the types of the part used here.
// @ts-types="./csv.d.ts"
import { parse } from "deno-std/csv/parse.js";

/** The lines of a CSV file in any encoding and with any separator. */
export function readCsv(text: string): string[][] {
  const plain = text.replace(/^\ufeff/, "");
  const header = plain.slice(0, plain.search(/[\r\n]|$/));
  const separator = [",", ";", "\t"].reduce((best, other) =>
    header.split(other).length > header.split(best).length ? other : best
  );
  return parse(plain, { separator, lazyQuotes: true })
    .filter((cells) => cells.some((cell) => cell !== ""));
}

/**
 * Formats lines as CSV (RFC 4180). Cells never act as spreadsheet formulas,
 * unless they are a platform's own, which must return to it unchanged.
 */
export function csvOf(
  lines: readonly (readonly (string | number)[])[],
  { formulas = "none" }: { formulas?: "none" | "as they came" } = {},
): string {
  const plain = (value: string | number) =>
    formulas === "none" ? withoutFormula(value) : String(value);
  return lines.map((line) => `${line.map(plain).map(quoted).join(",")}\r\n`)
    .join("");
}

// Where a cell may begin: in countries whose spreadsheets part cells by other
// signs, inside of ours, too.
const FORMULA = /(^|[;\t\r\n])(?=[^\S\t\r\n]*[=+\-@＝＋－＠])/g;

function withoutFormula(value: string | number): string {
  return typeof value === "number"
    ? String(value)
    : value.replaceAll(FORMULA, "$1'");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
