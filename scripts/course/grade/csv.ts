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

function withoutFormula(value: string | number): string {
  if (typeof value === "number") return String(value);
  return /^[=+\-@\t\r]/.test(value.trimStart()) ? `'${value}` : value;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
