import type { RawCell } from "../../notebooks/format.ts";

/** A page of the site, before it is typeset: a notebook under its name. */
export interface SitePage {
  /** The name of its file, without an ending. */
  name: string;
  /** The first heading. */
  title: string;
  cells: RawCell[];
  /** The texts of its own scripts, by their names in `assets`. */
  scripts?: Record<string, string>;
}

/** A page of these cells, named after its first heading. */
export function pageOf(name: string, cells: RawCell[]): SitePage {
  const [, title = name] = /^# (.*)$/m.exec(textOf(cells[0].source)) ?? [];
  return { name, title, cells };
}

/** A cell of text. */
export function textCell(id: string, source: string): RawCell {
  return { cell_type: "markdown", id, source, metadata: {} };
}

/** A text of a notebook, which is one string or a list of lines. */
export const textOf = (text: string | string[]): string =>
  [text].flat().join("");
