import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../../../shared/command.ts";
import { venvProgram } from "../../../shared/paths.ts";
import { pythonEnv } from "../../../shared/python_env.ts";
import { attachmentsOf } from "../pictures.ts";
import type { ShownCell } from "../shown.ts";

const SCRIPT = join(import.meta.dirname!, "render.py");
const TOGETHER = 20; // notebooks that one process renders
const SHORT = 20_000; // characters of a text that is worth remembering

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
  // What the teacher wrote stands in every notebook.
  const known = new Map<string, string>();
  for (let at = 0; at < all.length; at += TOGETHER) {
    const some = all.slice(at, at + TOGETHER).map((cells) =>
      cells.map((cell) => {
        const text = textOf(cell);
        return { id: cell.id, text, key: JSON.stringify(text) };
      })
    );
    const fresh = some.map((cells) =>
      cells.filter(({ key }) => !known.has(key))
    );
    await writeFileAtomically(
      input,
      JSON.stringify(fresh.map((cells) => cells.map(({ text }) => text))),
    );
    await runOrThrow({
      program: venvProgram("python"),
      args: [SCRIPT, input, output],
      onlyEnv: { ...pythonEnv(), PYTHONDONTWRITEBYTECODE: "" },
    });
    const rendered = JSON.parse(await Deno.readTextFile(output)) as string[][];
    for (const [i, cells] of fresh.entries()) {
      for (const [k, { key }] of cells.entries()) {
        known.set(key, rendered[i][k]);
      }
    }
    for (const cells of some) {
      yield new Map(cells.map(({ id, key }) => [id, known.get(key)!]));
    }
    for (const key of known.keys()) {
      if (key.length > SHORT) known.delete(key);
    }
  }
  for (const path of [input, output]) await Deno.remove(path).catch(() => {});
}

function textOf(cell: ShownCell) {
  const { pictures, others } = attachmentsOf(cell);
  const unseen = others.map((name) =>
    `\\[${name}: no browser shows it; it lies in the notebook that was ` +
    "handed in\\]"
  );
  return {
    text: [cell.source, ...unseen, ...cell.notes.map((note) => `*${note}*`)]
      .join("\n\n"),
    pictures: Object.fromEntries(
      pictures.map(({ name, mime, base64 }) => [
        name,
        `data:${mime};base64,${base64}`,
      ]),
    ),
  };
}
