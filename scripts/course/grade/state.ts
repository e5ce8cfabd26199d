import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import type { NotebookResult } from "./grade_notebook.ts";

/** What the grader keeps in the folder of marks, for itself only. */
export class GradingState implements Disposable {
  /** The students' notebooks as they were taken in. */
  readonly copies: string;

  private constructor(
    readonly folder: string,
    readonly lock: Deno.FsFile,
  ) {
    this.copies = join(folder, "submissions");
  }

  /**
   * Opens the state in a folder of marks; makes both if need be.
   *
   * @throws {Error} if another grader is at work there
   */
  static async open(marks: string): Promise<GradingState> {
    const folder = join(marks, ".grade");
    await Deno.mkdir(join(folder, "results"), { recursive: true, mode: 0o700 });
    const lock = await Deno.open(join(folder, "lock"), {
      create: true,
      write: true,
    });
    if (!await lock.tryLock(true)) {
      lock.close();
      throw new Error(`Another grader is at work in ${marks}`);
    }
    return new GradingState(folder, lock);
  }

  /** The marks kept for a student's exercise, whatever they were made under. */
  async result(
    student: string,
    exercise: string,
  ): Promise<NotebookResult | undefined> {
    return await readJson(this.#resultPath(student, exercise));
  }

  /** Keeps marks. */
  async keep(result: NotebookResult): Promise<void> {
    await writeFileAtomically(
      this.#resultPath(result.student, result.exercise),
      JSON.stringify(result),
    );
  }

  /** Something of the last run, by name; undefined if there is none. */
  async kept<T>(name: string): Promise<T | undefined> {
    return await readJson(join(this.folder, `${name}.json`));
  }

  /** Keeps something for the next run. */
  async setKept(name: string, value: unknown): Promise<void> {
    await writeFileAtomically(
      join(this.folder, `${name}.json`),
      JSON.stringify(value),
    );
  }

  /** Takes out a student's marks, and the notebook that they are of. */
  async forget(student: string, exercises: readonly string[]): Promise<void> {
    for (const exercise of exercises) {
      await removeIfThere(this.#resultPath(student, exercise));
    }
  }

  /** The submissions whose marks stand in the gradebook: digests by student, by exercise. */
  async published(): Promise<Record<string, Record<string, string>>> {
    return await readJson(join(this.folder, "published.json")) ?? {};
  }

  /** Says whose marks stand in the gradebook now. */
  async setPublished(
    digests: Record<string, Record<string, string>>,
  ): Promise<void> {
    await writeFileAtomically(
      join(this.folder, "published.json"),
      JSON.stringify(digests),
    );
  }

  [Symbol.dispose](): void {
    this.lock.close();
  }

  #resultPath(student: string, exercise: string): string {
    return join(this.folder, "results", `${student}.${exercise}.json`);
  }
}

/** A JSON file; undefined if there is none, or none that is whole. */
async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound ||
      error instanceof SyntaxError;
    if (isMissing) return undefined;
    throw error;
  }
}
