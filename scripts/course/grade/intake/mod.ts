/**
 * From what was handed in to one notebook for each student and exercise.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { exists, writeFileAtomically } from "mle/io/mod.ts";
import { type GradingNotebook, readGradingNotebook } from "../notebook.ts";
import { filesInFolder } from "./folder.ts";
import { type FoundFile, INTAKE_LIMITS } from "./found_file.ts";
import { exerciseOf, ownersOf } from "./identify.ts";
import { studentId } from "./student_id.ts";
import { zipOnDisk } from "./zip.ts";

export { INTAKE_LIMITS, type IntakeLimits } from "./found_file.ts";

/** A student's notebook for one exercise. */
export interface Submission {
  student: string;
  exercise: string;
  /** Where it was in what was handed in. */
  path: string;
  /** SHA-256 of its bytes, which is also the name of its copy. */
  digest: string;
}

/** A file that is not graded, and why; whose it is, as far as that is known. */
export interface Refusal {
  path: string;
  reason: string;
  student: string;
  exercise?: string;
}

/** What was handed in. */
export interface Intake {
  /** Everybody of whom there is a file, graded or refused. */
  students: string[];
  submissions: Submission[];
  refusals: Refusal[];
}

interface Item {
  path: string;
  problem?: string;
  digest?: string;
  notebook?: GradingNotebook;
}

/**
 * Finds all notebooks in a folder or a platform's zip, and copies those that can
 * be read to `copies`, so that what is graded is what was looked at.
 *
 * @throws {TypeError} if `source` is neither a folder nor a zip
 */
export async function takeIn(
  source: string,
  teachers: readonly GradingNotebook[],
  copies: string,
  limits = INTAKE_LIMITS,
): Promise<Intake> {
  const isDirectory = await isFolder(source);
  await Deno.mkdir(copies, { recursive: true });
  const files = isDirectory
    ? filesInFolder(source, limits)
    : zipOnDisk(source, limits);
  const items: Item[] = [];
  for await (const file of files) items.push(await look(file, copies));
  const root = basename(source).replace(/\.zip$/i, "");
  return sort(items, teachers, root);
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

async function look(file: FoundFile, copies: string): Promise<Item> {
  const { path, bytes, problem } = file;
  if (bytes === undefined) return { path, problem };
  const digest = createHash("sha256").update(bytes).digest("hex");
  const copy = join(copies, `${digest}.ipynb`);
  if (!await exists(copy)) await writeFileAtomically(copy, bytes);
  try {
    return { path, digest, notebook: readGradingNotebook(bytes, path) };
  } catch (error) {
    return { path, digest, problem: (error as Error).message };
  }
}

function sort(
  items: readonly Item[],
  teachers: readonly GradingNotebook[],
  root: string,
): Intake {
  const exercises = teachers.map(({ name }) => name);
  const owners = ownersOf(items.map(({ path }) => path), exercises, root);
  const refusals: Refusal[] = [];
  const candidates = new Map<string, Submission[]>();
  items.forEach(({ path, problem, digest, notebook }, i) => {
    const student = studentId(owners[i].student);
    const exercise = exerciseOf(path, notebook, teachers);
    const reason = problem ??
      (exercise === undefined
        ? `It is none of the exercises: name it ${exercises.join(", ")}.`
        : undefined);
    if (reason !== undefined) {
      refusals.push({ path, reason, student, exercise });
    } else {
      const key = JSON.stringify([student, exercise]);
      const submission = {
        student,
        exercise: exercise!,
        path,
        digest: digest!,
      };
      candidates.set(key, [...candidates.get(key) ?? [], submission]);
    }
  });
  const submissions: Submission[] = [];
  for (const found of candidates.values()) {
    if (new Set(found.map(({ digest }) => digest)).size === 1) {
      submissions.push(found[0]);
      continue;
    }
    const paths = found.map(({ path }) => path).join(" and ");
    refusals.push({
      ...found[0],
      reason: `Which one counts? There are different ones: ${paths}.`,
    });
  }
  const students = new Set(
    [...submissions, ...refusals].map(({ student }) => student),
  );
  return { students: [...students].sort(), submissions, refusals };
}
