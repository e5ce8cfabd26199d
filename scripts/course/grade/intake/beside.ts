import { basename, dirname } from "node:path";
import type { GradingCell } from "../notebook.ts";

// What an answer may be written in, or a picture of it.
const DOCUMENT =
  /\.(pdf|docx?|odt|rtf|tex|html?|heic|jpe?g|png|gif|webp|tiff?)$/i;

const RELATIVE_IMPORT =
  /\b(?:from|import) ?\(? ?["'](\.{1,2}\/[^"'\n]{1,200})["']/g;

/** A file, and where it lies in its student's folder. */
interface Placed {
  path: string;
  owner: { below: string };
}

/** A student's other files that may be part of an answer, beside a notebook. */
export function documentsBeside(
  others: readonly Placed[],
  notebooks: readonly Placed[],
  exercises: readonly string[],
): string[] {
  const folders = notebooks.map(({ owner }) => `${dirname(owner.below)}/`);
  return others.filter(({ path, owner }) => {
    const folder = dirname(owner.below);
    const isPage = /\.html?$/i.test(path) &&
      exercises.some((name) => basename(path).includes(name));
    return DOCUMENT.test(path) && !isPage &&
      folders.some((other) => folder === "." || other.startsWith(`${folder}/`));
  }).map(({ path }) => path);
}

/** Whether a file that is nobody's might be somebody's answer. */
export function mayBeAnswer(path: string): boolean {
  return DOCUMENT.test(path) || /\.[tj]sx?$/i.test(path);
}

/** Files beside it that a notebook's code imports. */
export function importedFiles(cells: readonly GradingCell[]): string[] {
  const found = cells.filter(({ type }) => type === "code")
    .flatMap(({ source }) =>
      [...source.matchAll(RELATIVE_IMPORT)].map(([, file]) => file)
    );
  return [...new Set(found)];
}
