// Deno's std comes from npm as JavaScript without declarations; this gives the
// part of it that is used here its types.
// @ts-types="./csv.d.ts"
import { parse } from "deno-std/csv/parse.js";

/** The lines of a CSV, in whatever encoding and with whatever separator. */
export function readCsv(text: string): string[][] {
  const plain = text.replace(/^\ufeff/, "");
  const header = plain.slice(0, plain.search(/[\r\n]|$/));
  const separator = [",", ";", "\t"].reduce((best, other) =>
    header.split(other).length > header.split(best).length ? other : best
  );
  return parse(plain, { separator, lazyQuotes: true })
    .filter((cells) => cells.some((cell) => cell !== ""));
}

/** Lines as CSV (RFC 4180), in which no cell is a spreadsheet's formula. */
export function csvOf(
  lines: readonly (readonly (string | number)[])[],
): string {
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value.trimStart()) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless)
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}
