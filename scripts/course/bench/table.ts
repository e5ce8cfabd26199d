/** A table as Markdown text with aligned columns. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ("left" | "right")[] = header.map((_, column) =>
    column === 0 ? "left" : "right"
  ),
): string {
  const widths = header.map((name, column) =>
    Math.max(
      3,
      ...[name, ...rows.map((row) => row[column])]
        .map(({ length }) => length),
    )
  );
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell, column) =>
        align[column] === "left"
          ? cell.padEnd(widths[column])
          : cell.padStart(widths[column])
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    align[column] === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
  );
  return [header, rule, ...rows].map(line).join("\n");
}
