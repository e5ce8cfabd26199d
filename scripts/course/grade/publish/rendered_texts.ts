import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../../../shared/command.ts";
import { venvProgram } from "../../../shared/paths.ts";
import { pythonEnv } from "../../../shared/python_env.ts";
import { attachmentsOf } from "../pictures.ts";
import type { ShownCell } from "../shown.ts";

const SCRIPT = join(import.meta.dirname!, "render.py");
const TOGETHER = 20; // notebooks that one process renders
const MAX_CHARACTERS = 1_000_000; // of a notebook's texts

/**
 * Renders the text cells of notebooks as HTML that can do nothing, each in one
 * line; a cell that is not text is left out. Works in `folder`.
 */
export async function* renderedTexts(
  notebooks: Iterable<readonly ShownCell[]>,
  folder: string,
): AsyncGenerator<Map<string, string>> {
  const input = join(folder, "texts.json");
  const output = join(folder, "rendered.json");
  const all = [...notebooks].map((cells) =>
    cells.filter(({ type }) => type === "markdown")
  );
  for (let at = 0; at < all.length; at += TOGETHER) {
    const some = all.slice(at, at + TOGETHER).map(textsOf);
    const asked = some.map((cells) =>
      cells.map(({ text, pictures }) => ({
        text,
        pictures: Object.fromEntries(
          pictures.map(({ name, placeholder }) => [name, placeholder]),
        ),
      }))
    );
    await writeFileAtomically(input, JSON.stringify(asked));
    await runOrThrow({
      program: venvProgram("python"),
      args: [SCRIPT, input, output],
      onlyEnv: { ...pythonEnv(), PYTHONDONTWRITEBYTECODE: "" },
    });
    const rendered = JSON.parse(await Deno.readTextFile(output)) as string[][];
    for (const [i, cells] of some.entries()) {
      yield new Map(
        cells.map(({ id, pictures }, k) => [
          id,
          withPictures(rendered[i][k], pictures),
        ]),
      );
    }
  }
  for (const path of [input, output]) await Deno.remove(path).catch(() => {});
}

/**
 * Puts each picture in its first place: a text that shows one a thousand times
 * would fill the memory.
 */
function withPictures(html: string, pictures: readonly Placed[]): string {
  return pictures.reduce((html, { placeholder, url }) => {
    const [before, ...after] = html.split(`src="${placeholder}"`);
    return after.length === 0 ? html : `${before}src="${url}"${after.join("")}`;
  }, html);
}

/** A picture, and what stands for it until the text is rendered. */
interface Placed {
  name: string;
  placeholder: string;
  url: string;
}

function textsOf(cells: readonly ShownCell[]) {
  let left = MAX_CHARACTERS;
  return cells.map((cell) => {
    const { text, pictures } = textOf(cell);
    left -= text.length;
    const shown = left >= 0
      ? text
      : "*This notebook holds more text than can be shown: the rest lies in " +
        "the notebook that was handed in.*";
    return { id: cell.id, text: shown, pictures };
  });
}

function textOf(cell: ShownCell): { text: string; pictures: Placed[] } {
  const { pictures, others } = attachmentsOf(cell);
  const unseen = others.map((name) =>
    `\\[${name}: no browser shows it; it lies in the notebook that was ` +
    "handed in\\]"
  );
  return {
    text: [cell.source, ...unseen, ...cell.notes.map((note) => `*${note}*`)]
      .join("\n\n"),
    pictures: pictures.map(({ name, mime, base64 }) => ({
      name,
      placeholder: crypto.randomUUID(),
      url: `data:${mime};base64,${base64}`,
    })),
  };
}
