import { basename, dirname } from "node:path";

// What an answer may be written in, or a picture of it.
const DOCUMENT =
  /\.(pdf|docx?|odt|rtf|tex|html?|heic|jpe?g|png|gif|webp|tiff?)$/i;

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
