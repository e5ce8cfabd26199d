import { basename } from "node:path";
import type { GradingNotebook } from "../notebook.ts";

const MOODLE = /^(.+?)_(\d+)_assignsubmission_[a-z]+_?(.*)$/s;
const COPY = /(-Copy\d+| ?\(\d+\)| - (Copy|Kopie))$/;
const ILIAS_TIME = /^\d{14}_/;

/** Whose file it is, and what its own name says beyond the exercise's. */
export interface Owner {
  student: string;
  /** The path below the student's folder. */
  below: string;
}

/**
 * Says whose each file is, by its path alone:
 * 1. `submitted/<student>/<assignment>/…`, nbgrader's layout;
 * 2. `Name_1234_assignsubmission_file_/…`, Moodle's: `Name_1234`;
 * 3. `<student>/…`: the first folder, or zip, that is not around all of them;
 * 4. `<student>_<exercise>.ipynb`, `<exercise>_<student>.ipynb`, `<student>.ipynb`;
 * 5. `<exercise>.ipynb` alone: the name of what was given to be graded.
 */
export function ownersOf(
  paths: readonly string[],
  exercises: readonly string[],
  root: string,
): Owner[] {
  const wrapper = wrapperOf(paths, exercises);
  return paths.map((path) => {
    const inside = segmentsOf(path).slice(wrapper.length);
    const moodle = MOODLE.exec(inside[0]);
    if (moodle) {
      const rest = moodle[3] === "" ? [] : [moodle[3]];
      return {
        student: `${moodle[1]}_${moodle[2]}`,
        below: [...rest, ...inside.slice(1)].join("/"),
      };
    }
    if (inside.length > 1) {
      return { student: inside[0], below: inside.slice(1).join("/") };
    }
    return {
      student: fromName(inside[0], exercises) ?? root,
      below: inside[0],
    };
  });
}

/** The folders that are around everybody's files. */
function wrapperOf(
  paths: readonly string[],
  exercises: readonly string[],
): string[] {
  const folders = paths.map((path) => segmentsOf(path).slice(0, -1));
  const [first = []] = folders;
  let depth = 0;
  while (
    depth < first.length &&
    folders.every((segments) => segments[depth] === first[depth])
  ) depth++;
  const shared = first.slice(0, depth);
  const submitted = shared.indexOf("submitted");
  if (submitted >= 0) return shared.slice(0, submitted + 1);
  const next = new Set(folders.map((segments) => segments[depth]));
  const areStudents = next.size > 1 && !next.has(undefined!) &&
    !exercises.some((name) => next.has(name)) &&
    !shared.some((segment) => MOODLE.test(segment));
  return areStudents ? shared : [];
}

function segmentsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== "");
}

function fromName(
  fileName: string,
  exercises: readonly string[],
): string | undefined {
  const stem = stemOf(fileName);
  const exercise = exercises.find((name) => stem.includes(name));
  if (exercise === undefined) return stem;
  const rest = stem.replace(exercise, "").replace(/^[_\- .]+|[_\- .]+$/g, "");
  return rest === "" ? undefined : rest;
}

/** A notebook's name without what platforms and browsers add to it. */
function stemOf(path: string): string {
  return basename(path).replace(/\.ipynb$/i, "").replace(COPY, "")
    .replace(ILIAS_TIME, "");
}

/**
 * Which of the teacher's notebooks a file is: by its name, else by the cells
 * that it shares with one of them.
 */
export function exerciseOf(
  path: string,
  notebook: GradingNotebook | undefined,
  teachers: readonly GradingNotebook[],
): string | undefined {
  const byName = teachers.find(({ name }) => stemOf(path).includes(name));
  if (byName || notebook === undefined) return byName?.name;
  const ids = new Set(
    notebook.cells.map((cell) => cell.nbgrader?.grade_id ?? cell.id),
  );
  const shared = teachers.map(({ name, cells }) => ({
    name,
    count: cells.filter((cell) => cell.nbgrader && ids.has(cell.id)).length,
  })).sort((a, b) => b.count - a.count);
  const [best, second] = shared;
  const isClear = best && best.count > (second?.count ?? 0);
  return isClear ? best.name : undefined;
}
