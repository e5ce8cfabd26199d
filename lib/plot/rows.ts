import { roundedText } from "../display/mod.ts";

/**
 * The finite number in a column of a row.
 *
 * @throws TypeError if there is none; the message begins with `action` and names the row.
 */
export function numberIn(
  row: object,
  column: string,
  rowIndex: number,
  action: string,
): number {
  const value = (row as Record<string, unknown>)[column];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(
    `${action}: expected a finite number in column "${column}" of row ${rowIndex}, ` +
      `got ${value === undefined ? "no such column" : String(value)}`,
  );
}

/**
 * A number for people: `95.8 %` for a fraction, otherwise four significant
 * digits.
 */
export function readable(value: number, percent: boolean): string {
  return percent ? `${(100 * value).toFixed(1)} %` : roundedText(value);
}
