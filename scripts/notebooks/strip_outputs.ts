type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * A notebook's text without outputs, execution counts and timings, in the form
 * in which Jupyter writes it, so that saving it in Jupyter changes nothing
 * else.
 *
 * @throws {TypeError} if it is not a notebook
 */
export function stripOutputs(text: string, path: string): string {
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw new TypeError(
      `Cannot strip ${path}: expected a notebook as JSON, got ${error}`,
    );
  }
  if (!Array.isArray(notebook?.cells)) {
    throw new TypeError(
      `Cannot strip ${path}: expected a notebook with cells, ` +
        `got ${text.slice(0, 40)}`,
    );
  }
  for (const cell of notebook.cells) {
    cell.source = [cell.source].flat().join("").match(/.*\n|.+$/g) ?? [];
    if (cell.cell_type !== "code") continue;
    cell.outputs = [];
    cell.execution_count = null;
    delete cell.metadata?.execution;
  }
  return JSON.stringify(sorted(notebook), null, 1) + "\n";
}

/** The value with the keys of all objects sorted, as nbformat writes them. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
