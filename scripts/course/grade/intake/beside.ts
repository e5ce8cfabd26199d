import { basename, dirname } from "node:path";

// What an answer may be written in, or a picture of it.
const DOCUMENT =
  /\.(pdf|docx?|odt|rtf|tex|html?|heic|jpe?g|png|gif|webp|tiff?)$/i;

// What code reads: nobody writes an answer in it.
const DATA = /\.(csv|tsv|json|parquet|npy|npz|h5|hdf5|safetensors|gz)$/i;

// What a project consists of beside its notebooks.
const OF_PROJECT = /^(lib|scripts|data|build|node_modules)$/;

/** A file, and where it lies in its student's folder. */
interface Placed {
  path: string;
  owner: { below: string };
}

/** A student's other files that may be part of an answer, beside notebooks. */
export function answersBeside<File extends Placed>(
  others: readonly File[],
  notebooks: readonly Placed[],
  exercises: readonly string[],
): File[] {
  const folders = notebooks.map(({ owner }) => folderOf(owner.below));
  const projects = others.filter(({ owner }) =>
    basename(owner.below) === "deno.json"
  ).map(({ owner }) => folderOf(owner.below));
  return others.filter(({ owner: { below } }) => {
    const folder = folderOf(below);
    const isPage = /\.html?$/i.test(below) &&
      exercises.some((name) => basename(below).includes(name));
    const isOurs = projects.includes(folder) && !DOCUMENT.test(below) ||
      folder.split("/").some((segment) => OF_PROJECT.test(segment));
    return !isPage && !isOurs && !DATA.test(below) &&
      folders.some((other) =>
        other.startsWith(folder) || folder.startsWith(other)
      );
  });
}

/** Whether a file that is nobody's might be somebody's answer. */
export function mayBeAnswer(path: string): boolean {
  return DOCUMENT.test(path) || /\.[tj]sx?$/i.test(path);
}

/** The folder of a path, with a slash behind it; nothing for the uppermost. */
function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === "." ? "" : `${folder}/`;
}
