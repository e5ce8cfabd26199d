import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
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
  readonly #firstPass: readonly Cell[];

  constructor(readonly cells: readonly Cell[], lengthOfPass: number) {
    this.#firstPass = cells.slice(0, lengthOfPass);
  }

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

  /** That every cell of claims states them, in whole sentences. */
  assertClaims(): void {
    const ids = this.cells.map(({ id }) => id)
      .filter((id) => /-claims(-\w+)?$/.test(id));
    assert(ids.length > 0, "no claims");
    for (const id of ids) {
      const text = [this.data(id, "text/markdown")].flat().join("");
      const claims = text.split("\n").filter((line) => line.startsWith("- "));
      assert(claims.length > 0, `${id} states nothing`);
      for (const claim of claims) assertMatch(claim, /^- .{10,}[.)]$/, id);
    }
  }

  /** That cells show a chart in every form, live and still. */
  assertCharts(...tags: string[]): void {
    for (const tag of tags) {
      const forms = this.shown(tag);
      assert(forms.includes("application/vnd.vega.v5+json"), tag);
      assert(forms.includes("image/svg+xml"), tag);
    }
  }

  /** That what a page shows of a run makes no page of 2 MB. */
  assertFitsPage(): void {
    const shown = this.#firstPass.flatMap(({ outputs = [] }) =>
      outputs.map(({ text, data = {} }) =>
        text ?? data["application/vnd.vega.v5+json"] ?? data["text/html"] ??
          data
      )
    );
    // Beside the text and the code, which are marked up.
    assertLess(JSON.stringify(shown).length, 1_600_000);
  }

  /** That cells show pictures. */
  assertPictures(...tags: string[]): void {
    for (const tag of tags) {
      assert(this.shown(tag).includes("image/png"), `no picture in ${tag}`);
    }
  }
}

/**
 * Executes all cells of a notebook several times in one kernel, for a reader may
 * run a cell again. Each pass has a name and replacements in the project's
 * source; after the first one, the pass's name is at the end of the cells' ids,
 * as in `curves-again`. Only the last pass runs what readers may try besides.
 *
 * @param upTo The last cell of passes that need not run all.
 */
export async function executeInPasses(
  folder: string,
  name: string,
  passes: Readonly<Record<string, Replacements>>,
  upTo: Readonly<Record<string, string>> = {},
): Promise<ExecutedNotebook> {
  const notebook: { cells: Cell[] } = JSON.parse(
    await Deno.readTextFile(join(NOTEBOOKS, name)),
  );
  const names = Object.keys(passes);
  const lastOf = (pass: string) => {
    const end = notebook.cells.findIndex(({ id }) => id === upTo[pass]);
    assertEquals(end >= 0, pass in upTo, `no cell ${upTo[pass]}`);
    return end < 0 ? notebook.cells.length : end + 1;
  };
  const cells = names.flatMap((pass, i) =>
    replaced(notebook.cells, passes[pass]).slice(0, lastOf(pass)).map((
      cell,
    ) => ({
      ...cell,
      id: i === 0 ? cell.id : `${cell.id}-${pass}`,
      metadata: i === names.length - 1
        ? { tags: cell.metadata.tags?.filter((tag) => tag !== "what-if") }
        : cell.metadata,
    }))
  );
  const source = join(folder, name);
  await Deno.writeTextFile(source, JSON.stringify({ ...notebook, cells }));
  const outputFolder = join(folder, "out");
  const progress = new RecordedProgress();
  await execute({ source, outputFolder, profile: "quick", progress });
  const executed: { cells: Cell[] } = JSON.parse(
    await Deno.readTextFile(join(outputFolder, name)),
  );
  const errors = executed.cells.flatMap(({ id, outputs = [] }) =>
    outputs.filter(({ name }) => name === "stderr")
      .map(({ text }) => `${id}: ${[text].flat().join("")}`)
  );
  assertEquals(errors, [], "something on stderr");
  return new ExecutedNotebook(executed.cells, notebook.cells.length);
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
