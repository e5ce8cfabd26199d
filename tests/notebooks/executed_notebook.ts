import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { execute } from "../../scripts/notebooks/execute.ts";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { RecordedProgress } from "../scripts/recorded_progress.ts";

/** An output as nbformat writes it. */
export interface Output {
  name?: string;
  text?: string[];
  data?: Record<string, unknown>;
}

interface Cell {
  cell_type: string;
  id: string;
  metadata: { tags?: string[] };
  source: string[];
  outputs?: Output[];
}

/** Texts of a notebook's source, and what stands in their place in a test. */
export type Replacements = Record<string, string>;

/** A notebook of the project that has been executed, and what its cells show. */
export class ExecutedNotebook {
  constructor(readonly cells: readonly Cell[]) {}

  /** The outputs of the first cell with this id or tag. */
  outputs(tag: string): Output[] {
    const cell = this.cells.find(({ id, metadata }) =>
      id === tag || metadata.tags?.includes(tag)
    );
    assert(cell, `no cell ${tag}`);
    return cell.outputs!;
  }

  /** What a cell prints. */
  printed(tag: string): string {
    return this.outputs(tag).flatMap(({ text }) => text ?? []).join("");
  }

  /** The forms in which a cell shows things, as MIME types. */
  shown(tag: string): string[] {
    return this.outputs(tag).flatMap(({ data }) => Object.keys(data ?? {}));
  }

  /** What a cell shows in one form. */
  data(tag: string, mimeType: string): unknown {
    const found = this.outputs(tag)
      .find(({ data }) => mimeType in (data ?? {}));
    assert(found, `no ${mimeType} in ${tag}`);
    return found.data![mimeType];
  }

  /** That cells show a chart in every form, live and still. */
  assertCharts(...tags: string[]): void {
    for (const tag of tags) {
      const forms = this.shown(tag);
      assert(forms.includes("application/vnd.vegalite.v5+json"), tag);
      assert(forms.includes("image/svg+xml"), tag);
    }
  }

  /** That cells show pictures. */
  assertPictures(...tags: string[]): void {
    for (const tag of tags) {
      assert(this.shown(tag).includes("image/png"), `no picture in ${tag}`);
    }
  }
}

/**
 * Executes all cells of a notebook twice in one kernel, for a reader may run a
 * cell again; those of the second time have `-again` at the end of their ids.
 * The source is that of the project but for the replacements.
 */
export async function executeTwice(
  folder: string,
  name: string,
  { first = {}, again = {} }: { first?: Replacements; again?: Replacements },
): Promise<ExecutedNotebook> {
  const notebook: { cells: Cell[] } = JSON.parse(
    await Deno.readTextFile(join(NOTEBOOKS, name)),
  );
  const cells = [
    ...replaced(notebook.cells, first),
    ...replaced(notebook.cells, again)
      .map((cell) => ({ ...cell, id: `${cell.id}-again` })),
  ];
  const source = join(folder, name);
  await Deno.writeTextFile(source, JSON.stringify({ ...notebook, cells }));
  const outputFolder = join(folder, "out");
  const progress = new RecordedProgress();
  await execute({ source, outputFolder, profile: "quick", progress });
  const executed: { cells: Cell[] } = JSON.parse(
    await Deno.readTextFile(join(outputFolder, name)),
  );
  const streams = executed.cells.flatMap((cell) => cell.outputs ?? [])
    .map(({ name }) => name);
  assertEquals(streams.includes("stderr"), false, "something on stderr");
  return new ExecutedNotebook(executed.cells);
}

function replaced(cells: readonly Cell[], replacements: Replacements): Cell[] {
  const whole = cells.flatMap(({ source }) => source).join("");
  for (const text of Object.keys(replacements)) {
    assertStringIncludes(whole, text);
  }
  return cells.map((cell) => ({
    ...cell,
    source: cell.source.map((line) =>
      Object.entries(replacements)
        .reduce((line, [from, to]) => line.replace(from, () => to), line)
    ),
  }));
}
