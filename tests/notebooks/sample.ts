import { join } from "node:path";
import { KERNELSPEC } from "../../scripts/shared/kernelspec.ts";
import { BUILD } from "../../scripts/shared/paths.ts";

/** A cell of a notebook made for a test. */
export interface SampleCell {
  id: string;
  source: string;
  /** "code" unless given. */
  type?: "code" | "markdown";
  tags?: string[];
}

/** The text of a notebook file with these cells, as Jupyter writes it. */
export function notebookText(cells: SampleCell[]): string {
  return JSON.stringify({
    cells: cells.map(({ id, source, type = "code", tags = ["sample"] }) => ({
      cell_type: type,
      id,
      metadata: { tags },
      source,
      ...type === "code" ? { execution_count: null, outputs: [] } : {},
    })),
    metadata: {
      kernelspec: KERNELSPEC,
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

/**
 * Calls back with a folder of its own, which is removed afterwards. It lies
 * within the project, where notebooks find deno.json.
 */
export async function withFolder(
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await Deno.mkdir(BUILD, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: BUILD, prefix: "test-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes a notebook file; returns its path. */
export async function writeNotebook(
  folder: string,
  name: string,
  cells: SampleCell[],
): Promise<string> {
  const path = join(folder, `${name}.ipynb`);
  await Deno.writeTextFile(path, notebookText(cells));
  return path;
}
