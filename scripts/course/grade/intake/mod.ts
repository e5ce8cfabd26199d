/**
 * From what was handed in to one notebook for each student and exercise.
 *
 * @module
 */
import { basename } from "node:path";
import { exists } from "mle/io/mod.ts";
import { parseNotebook } from "../../../notebooks/format.ts";
import { Copies } from "../copies.ts";
import type { GradingNotebook } from "../notebook.ts";
import type { HandedIn } from "../publish/late.ts";
import { filesInFolder } from "./folder.ts";
import { type FoundFile, INTAKE_LIMITS, UnpackBudget } from "./found_file.ts";
import { importsIn } from "./helpers.ts";
import { exerciseOf } from "./owners.ts";
import type { Ids } from "./student_id.ts";
import { slimNotebook } from "./slim_notebook.ts";
import { type Item, type Look, sortOut } from "./sort_out.ts";
import type { Roster } from "./roster.ts";
import { zipOnDisk } from "./zip.ts";

export { INTAKE_LIMITS, type IntakeLimits } from "./found_file.ts";
export { column, readRoster, type Roster } from "./roster.ts";

/** A student's notebook for one exercise. */
export interface Submission {
  student: string;
  exercise: string;
  /** Where it was in what was handed in. */
  path: string;
  /** Of its copy, with the files that it imports. */
  digest: string;
}

/** A file that is not graded, and why; whose it is, as far as that is known. */
export interface Refusal {
  path: string;
  reason: string;
  student?: string;
  exercise?: string;
  /** Set if nobody needs to do anything about it. */
  settled?: true;
}

/** What was handed in. */
export interface Intake {
  /** Everybody of whom there is a file, graded or refused, and of the roster. */
  students: string[];
  /** What they are called, by student. */
  names: Record<string, string>;
  /** When they handed in, by student. */
  handedIn: Record<string, HandedIn>;
  submissions: Submission[];
  refusals: Refusal[];
  /** The roster's lines that are students'. */
  lines: [number, string][];
  /** Students who are not on the roster, if there is one. */
  strangers: string[];
}

/** What taking in needs to know beside the files. */
export interface IntakeSettings {
  roster?: Roster;
  /** The students' ids of earlier runs; it is added to. */
  ids?: Ids;
  limits?: typeof INTAKE_LIMITS;
}

/**
 * Finds all notebooks in a folder or a platform's zip, and keeps of those that
 * can be read what grading needs in `folder`, so that what is graded is what was
 * looked at. Copies of earlier runs that are no longer needed go.
 *
 * @throws {TypeError} if `source` is neither a folder nor a zip, or nobody's
 * file is in it
 */
export async function takeIn(
  source: string,
  teachers: readonly GradingNotebook[],
  folder: string,
  { roster, ids = new Map(), limits = INTAKE_LIMITS }: IntakeSettings = {},
): Promise<Intake> {
  const isDirectory = await isFolder(source);
  await Deno.mkdir(folder, { recursive: true });
  const copies = new Copies(folder);
  const budget = new UnpackBudget(limits);
  const files = isDirectory
    ? filesInFolder(source, budget)
    : zipOnDisk(source, budget);
  const items: Item[] = [];
  for await (const file of files) {
    items.push({ path: file.path, ...await lookAt(file) });
  }
  const root = basename(source).replace(/\.zip$/i, "");
  const { submissions, ...intake } = sortOut(items, teachers, {
    ...{ root, roster, ids, limits },
  });
  if (items.every(({ nothing }) => nothing)) {
    throw new TypeError(
      `Cannot grade ${source}: expected notebooks, got none. Marks that there ` +
        "are stay as they are",
    );
  }
  const joined: Submission[] = [];
  for (const { files, ...submission } of submissions) {
    const digest = Object.keys(files).length === 0
      ? submission.digest
      : await copies.join(submission.digest, files);
    joined.push({ ...submission, digest });
  }
  await copies.removeOthers(joined.map(({ digest }) => digest));
  return { ...intake, submissions: joined };

  async function lookAt(file: FoundFile): Promise<Look> {
    const { path, other } = file;
    if (other) {
      const { text, receipt, module } = file;
      if ("nothing" in file) return { other, nothing: true };
      if (module === undefined) return { other, text, receipt };
      const digest = await copies.keep(module);
      return { other, digest, imports: importsIn(module) };
    }
    const { bytes, problem } = file;
    if (bytes === undefined) return { problem };
    try {
      const kept = await slimNotebook(bytes, limits);
      const { cells } = parseNotebook(kept, path);
      return {
        digest: await copies.keep(kept),
        exercise: exerciseOf(path, cells, teachers),
        imports: cells.filter(({ type }) => type === "code")
          .flatMap(({ source }) => importsIn(source)),
      };
    } catch (error) {
      return { problem: (error as Error).message };
    }
  }
}

async function isFolder(source: string): Promise<boolean> {
  const expected = `Cannot grade ${source}: expected a folder or a zip`;
  if (!await exists(source)) {
    throw new TypeError(`${expected}, got nothing: there is no such file`);
  }
  const { isDirectory } = await Deno.stat(source);
  if (isDirectory || source.toLowerCase().endsWith(".zip")) return isDirectory;
  throw new TypeError(`${expected}, got another file`);
}
