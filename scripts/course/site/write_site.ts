import { join } from "node:path";
import { writePages } from "../../notebooks/html.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { KERNELSPEC } from "../../shared/kernelspec.ts";
import { ROOT } from "../../shared/paths.ts";
import { type SitePage, textOf } from "./page.ts";

const SEARCH = join(import.meta.dirname!, "search.js");
const MINISEARCH = join(ROOT, "node_modules/minisearch/dist/umd/index.js");

/**
 * Writes pages as a site in a folder, which is replaced: each page leads to the
 * one before and the one after, and all can be searched. It can be opened from
 * disk, for it fetches nothing.
 *
 * @param note What stands above every page.
 */
export async function writeSite(
  pages: readonly SitePage[],
  folder: string,
  note = "",
): Promise<void> {
  const scratch = `${folder}.${crypto.randomUUID()}`;
  const sources = join(scratch, ".sources");
  try {
    await Deno.mkdir(sources, { recursive: true });
    const notebooks: string[] = [];
    for (const [index, page] of pages.entries()) {
      const path = join(sources, `${page.name}.ipynb`);
      const [previous, next] = [pages[index - 1], pages[index + 1]];
      const text = notebookOf(page, note, previous, next);
      await Deno.writeTextFile(path, text);
      notebooks.push(path);
    }
    await writePages(notebooks, scratch);
    await Deno.remove(sources, { recursive: true });
    const scripts = {
      "search.js": await Deno.readTextFile(MINISEARCH) +
        `\nconst PARTS = ${JSON.stringify(pages.flatMap(partsOf))};\n` +
        await Deno.readTextFile(SEARCH),
    };
    for (const added of [scripts, ...pages.map((page) => page.scripts ?? {})]) {
      for (const [name, text] of Object.entries(added)) {
        await Deno.writeTextFile(join(scratch, "assets", name), text);
      }
    }
    await removeIfThere(folder);
    await Deno.rename(scratch, folder);
  } finally {
    await removeIfThere(scratch);
  }
}

function notebookOf(
  { cells, scripts = {} }: SitePage,
  note: string,
  previous?: SitePage,
  next?: SitePage,
): string {
  const turn = (page: SitePage | undefined, rel: "prev" | "next") =>
    page === undefined
      ? ""
      : `<a rel="${rel}" href="${page.name}.html">${escape(page.title)}</a>`;
  const header = `<header class="site"><a href="index.html">Contents</a>
<strong>${escape(note)}</strong>
<form role="search" hidden><input type="search" aria-label="Search all pages"
placeholder="Search"><ol aria-live="polite"></ol></form></header>`;
  const footer = `<nav class="turn" aria-label="Previous and next page">
${turn(previous, "prev")}${turn(next, "next")}</nav>
${
    ["search.js", ...Object.keys(scripts)]
      .map((name) => `<script src="assets/${name}"></script>`).join("\n")
  }`;
  return JSON.stringify({
    cells,
    metadata: {
      kernelspec: KERNELSPEC,
      language_info: { name: "typescript", pygments_lexer: "typescript" },
      mle_header: header,
      mle_footer: footer,
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

/** What can be found: the text under each heading, and where it begins. */
function partsOf({ name, title, cells }: SitePage) {
  const parts: { id: string; title: string; heading: string; text: string }[] =
    [];
  for (const { id, source } of cells) {
    const text = textOf(source);
    const [, heading] = /^##+ (.*)$/m.exec(text) ?? [];
    const last = parts.at(-1);
    if (last && heading === undefined) last.text += `\n${text}`;
    else {
      const place = `${name}.html#cell-id=${id}`;
      parts.push({ id: place, title, heading: heading ?? title, text });
    }
  }
  return parts;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
