import { basename } from "node:path";
import { idOf } from "../match_cells.ts";
import type { GradingCell, GradingNotebook } from "../notebook.ts";
import { type Clues, type PlatformName, platformOwners } from "./platforms.ts";

/** What browsers, people and translations put around a copy's name. */
const COPY =
  /(-Copy\d+| ?\(\d+\)| [-–] (copy|kopie|kopia|copie|copia|cópia)|[_ -]final)+$/iu;
const COPY_OF = /^(copy of|kopie von|copie de) /i;
const ILIAS_TIME = /^\d{14}_/;

/** Whose a file is, as far as its path says. */
export interface Owner extends Partial<PlatformName> {
  /** The name of the student or team; undefined where it cannot be known. */
  student?: string;
  /** The path below the student's folder. */
  below: string;
}

/**
 * Says whose each file is, by the paths, the platform's receipts and the roster:
 * 1. as the platform says it whose names they have (`platforms.ts`);
 * 2. `submitted/<student>/<assignment>/…`, nbgrader's layout;
 * 3. `<student>/…`: the first folder, or zip, that is not around all of them;
 * 4. `<student>_<exercise>.ipynb`, `<exercise>_<student>.ipynb`, `<student>.ipynb`;
 * 5. `<exercise>.ipynb` alone: the name of what was given to be graded, if
 *    nobody else is there; else nobody's.
 */
export function ownersOf(
  paths: readonly string[],
  exercises: readonly string[],
  root: string,
  clues?: Clues,
): Owner[] {
  const known = platformOwners(paths, clues);
  const split = paths.map(segmentsOf);
  const wrapper = wrapperOf(split, exercises);
  const around = new Set(
    split.flatMap((path, i) =>
      (known?.[i]?.depth ?? 0) > wrapper.length ? [path[wrapper.length]] : []
    ),
  );
  const owners = split.map((path, i): Owner => {
    const found = known?.[i];
    if (found !== undefined) return found;
    const isInside = wrapper.every((segment, k) => path[k] === segment);
    const inside = isInside ? path.slice(wrapper.length) : path;
    const isStudent = inside.length > 1 && !around.has(inside[0]) &&
      !isExercise(inside[0], exercises);
    if (isStudent) {
      return { student: inside[0], below: inside.slice(1).join("/") };
    }
    const file = inside.at(-1)!;
    return { student: fromName(file, exercises), below: file };
  });
  if (owners.some(({ student }) => student !== undefined)) return owners;
  return owners.map((owner) => ({ ...owner, student: root }));
}

/** The folders that are around everybody's, whatever else lies beside these. */
function wrapperOf(
  paths: readonly string[][],
  exercises: readonly string[],
): string[] {
  const wrapper: string[] = [];
  for (let inside = paths;;) {
    const folders = foldersOf(inside);
    const [only] = folders;
    if (folders.size !== 1) return [];
    wrapper.push(only);
    inside = inside.filter(([first, ...rest]) => first === only && rest.length)
      .map(([, ...rest]) => rest);
    if (only === "submitted") return wrapper;
    if (areStudents(inside, exercises)) return wrapper;
  }
}

/** Whether the folders here are students', and not one student's own. */
function areStudents(
  paths: readonly string[][],
  exercises: readonly string[],
): boolean {
  const folders = foldersOf(paths);
  if (folders.size < 2) return false;
  if ([...folders].some((name) => isExercise(name, exercises))) return false;
  const loose = paths.filter(({ length }) => length === 1);
  if (!loose.some(([name]) => /\.ipynb$/i.test(name))) return true;
  // Beside a stray notebook, the same exercise twice is that of two students.
  const seen = new Map<string, string>();
  return paths.some(([folder, ...rest]) => {
    const exercise = rest.length === 0
      ? undefined
      : exercises.find((name) => stemOf(rest.at(-1)!).includes(name));
    if (exercise === undefined) return false;
    const other = seen.get(exercise) ?? folder;
    seen.set(exercise, other);
    return other !== folder;
  });
}

function foldersOf(paths: readonly string[][]): Set<string> {
  return new Set(
    paths.flatMap((path) => path.length > 1 ? [path[0]] : []),
  );
}

function isExercise(folder: string, exercises: readonly string[]): boolean {
  return exercises.includes(stemOf(folder));
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function fromName(
  fileName: string,
  exercises: readonly string[],
): string | undefined {
  const stem = stemOf(fileName);
  const exercise = exercises.find((name) => stem.toLowerCase().includes(name));
  if (exercise === undefined) {
    return /\.ipynb$/i.test(fileName) ? stem : undefined;
  }
  const at = stem.toLowerCase().indexOf(exercise);
  const rest = stem.slice(0, at) + stem.slice(at + exercise.length);
  const name = rest.replace(/^[_\- .]+/, "").replace(/[_\- .]+$/, "");
  return name === "" ? undefined : name;
}

/** A notebook's name without what platforms, browsers and people add to it. */
function stemOf(path: string): string {
  return basename(path).replace(/(\.ipynb)?(\.txt|\.json)?$/i, "")
    .replace(COPY_OF, "").replace(COPY, "").replace(ILIAS_TIME, "");
}

/**
 * Which of the teacher's notebooks a file is: by the cells that it shares with
 * one of them, whatever it is called; else by its name.
 */
export function exerciseOf(
  path: string,
  cells: readonly GradingCell[] | undefined,
  teachers: readonly GradingNotebook[],
): string | undefined {
  const ids = new Set(cells?.map(idOf));
  const shared = teachers.map(({ name, cells }) => ({
    name,
    count: cells.filter((cell) => cell.nbgrader && ids.has(idOf(cell))).length,
  })).sort((a, b) => b.count - a.count);
  const [best, second] = shared;
  if (best && best.count > (second?.count ?? 0)) return best.name;
  const stem = stemOf(path).toLowerCase();
  return teachers.find(({ name }) => stem.includes(name))?.name;
}
