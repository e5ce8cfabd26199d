import { tableBundle, tableColumn, View } from "../display/mod.ts";

/** A Polars frame, or anything else that returns its rows. */
export interface Frame {
  /** The rows, each with all columns by name. */
  toRecords(): Record<string, unknown>[];
  /**
   * The number of rows; with `head` and `tail`, only the shown part of a long
   * frame is read.
   */
  readonly height?: number;
  /** The first rows. */
  head?(length: number): Frame;
  /** The last rows. */
  tail?(length: number): Frame;
}

/** How `table` shows a frame. */
export interface TableOptions {
  /** A line above the table. */
  readonly caption?: string;
  /** Columns of fractions in 0..1, shown as percentages. */
  readonly percent?: readonly string[];
}

/** The number of rows shown at each end of a longer table. */
const ENDS = 8;

/**
 * Shows a Polars frame as a readable table: numbers within a column are rounded
 * alike, and the middle of a long frame is left out.
 *
 * @throws RangeError if `percent` names no column of the frame.
 */
export function table(frame: Frame, options: TableOptions = {}): View {
  const { caption, percent = [] } = options;
  const { rows, count } = endsOf(frame);
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
  const isLong = count > rows.length;
  const lines = caption === undefined ? [] : [caption];
  if (isLong) lines.push(`${count} rows, the first and last ${ENDS}`);
  return new View(tableBundle({
    columns: names.map((name) =>
      tableColumn(name, rows.map((row) => row[name]), percent.includes(name))
    ),
    lines,
    cutAfter: isLong ? ENDS : undefined,
  }));
}

/** All rows of a frame, or the first and last of a long one. */
function endsOf(frame: Frame) {
  const isLong = (count: number) => count > 2 * ENDS + 1;
  const { height } = frame; // of Polars, a column if one has this name
  if (
    frame.head && frame.tail && typeof height === "number" && isLong(height)
  ) {
    const [first, last] = [frame.head(ENDS), frame.tail(ENDS)];
    const rows = [...first.toRecords(), ...last.toRecords()];
    return { rows, count: height };
  }
  const all = frame.toRecords();
  const rows = isLong(all.length)
    ? [...all.slice(0, ENDS), ...all.slice(-ENDS)]
    : all;
  return { rows, count: all.length };
}
