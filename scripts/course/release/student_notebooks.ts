import { join } from "node:path";
import { runOrThrow } from "../../shared/command.ts";
import { venvProgram } from "../../shared/paths.ts";
import { pythonEnv } from "../../shared/python_env.ts";
import { withPromptAsCode } from "./regions.ts";

const CONFIG = join(import.meta.dirname!, "nbgrader_config.py");

/** The name of the assignment in nbgrader. */
export const ASSIGNMENT = "sheet_6";

/** The tag of cells that are part of an answer and that students do not get. */
export const ANSWER_ONLY = "answer-only";

interface RawCell {
  cell_type: string;
  source: string | string[];
  metadata: { tags?: string[] };
}

/**
 * A teacher's notebook as nbgrader takes it: prompts are code, and cells that
 * are part of an answer are gone.
 */
export function toNbgraderSource(text: string): string {
  const notebook = JSON.parse(text) as { cells: RawCell[] };
  const cells = notebook.cells
    .filter(({ metadata }) => !metadata.tags?.includes(ANSWER_ONLY))
    .map((cell) => ({
      ...cell,
      source: cell.cell_type === "code"
        ? withPromptAsCode([cell.source].flat().join(""))
        : cell.source,
    }));
  return JSON.stringify({ ...notebook, cells }, null, 1) + "\n";
}

/**
 * Makes the students' notebooks with `nbgrader generate_assignment`: without
 * solutions and hidden tests, with checksums of what must not be changed.
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
      await Deno.writeTextFile(join(source, name), toNbgraderSource(text));
    }
    await Deno.copyFile(CONFIG, join(course, "nbgrader_config.py"));
    await runOrThrow({
      program: venvProgram("python"),
      args: ["-m", "nbgrader", "generate_assignment", ASSIGNMENT],
      cwd: course, // where nbgrader finds its configuration and writes its log
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
