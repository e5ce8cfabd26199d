import { join } from "node:path";
import { parseRawNotebook, type RawCell } from "../../notebooks/format.ts";
import { runOrThrow } from "../../shared/command.ts";
import { venvProgram } from "../../shared/paths.ts";
import { pythonEnv } from "../../shared/python_env.ts";
import { type Exercise, exerciseOf } from "../tasks/exercises.ts";
import { nbgraderMetadata } from "../tasks/nbgrader_metadata.ts";
import { promptOf } from "../tasks/prompt.ts";
import { ANSWER_ONLY } from "../tasks/task_problems.ts";

const CONFIG = join(import.meta.dirname!, "nbgrader_config.py");

/** The name of the assignment in nbgrader. */
export const ASSIGNMENT = "sheet_6";

/**
 * Converts a teacher's notebook to nbgrader's source form: answers become
 * prompts with an empty solution for nbgrader to fill; cells that belong to an
 * answer are removed.
 */
export async function toNbgraderSource(
  text: string,
  exercise: Exercise,
): Promise<string> {
  const notebook = parseRawNotebook(text, exercise.folder);
  const cells: RawCell[] = [];
  for (const { metadata, ...cell } of notebook.cells) {
    const { id } = cell;
    const { tags = [] } = metadata;
    if (tags.includes(ANSWER_ONLY)) continue;
    const prompt = await promptOf(exercise, id);
    const source = prompt === undefined
      ? cell.source
      : `// BEGIN SOLUTION\n// END SOLUTION\n${prompt}`;
    const nbgrader = nbgraderMetadata(exercise, { id, tags });
    cells.push({ ...cell, source, metadata: { ...metadata, nbgrader } });
  }
  return JSON.stringify({ ...notebook, cells }, null, 1) + "\n";
}

/**
 * Makes the students' notebooks with `nbgrader generate_assignment`: without
 * answers, and with checksums of what must not be changed.
 *
 * @param notebooks The teacher's notebooks, by file name.
 * @returns the students', by file name.
 */
export async function studentNotebooks(
  notebooks: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const course = await Deno.makeTempDir({ prefix: "mle-course-" });
  try {
    const source = join(course, "source", ASSIGNMENT);
    await Deno.mkdir(source, { recursive: true });
    for (const [name, text] of notebooks) {
      const exercise = exerciseOf(name.replace(/\.ipynb$/, ""));
      const taken = exercise ? await toNbgraderSource(text, exercise) : text;
      await Deno.writeTextFile(join(source, name), taken);
    }
    await Deno.copyFile(CONFIG, join(course, "nbgrader_config.py"));
    await runOrThrow({
      program: venvProgram("python"),
      args: ["-m", "nbgrader", "generate_assignment", ASSIGNMENT],
      cwd: course, // the folder of nbgrader's configuration and log
      onlyEnv: { ...pythonEnv(), NO_COLOR: "1" },
    });
    const made = new Map<string, string>();
    for (const name of notebooks.keys()) {
      const path = join(course, "release", ASSIGNMENT, name);
      made.set(name, await Deno.readTextFile(path));
    }
    return made;
  } finally {
    await Deno.remove(course, { recursive: true });
  }
}
