import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { Copies } from "./copies.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import type { NotebookResult } from "./grade_notebook.ts";
import type { PublishedAnswers } from "./publish/gradebook.ts";

/** The grader's own state in the folder of marks. */
export class GradingState implements Disposable {
  /** The students' notebooks. */
  readonly copies: Copies;

  private constructor(
    readonly folder: string,
    readonly lock: Deno.FsFile,
  ) {
    this.copies = new Copies(join(folder, "submissions"));
  }

  /**
   * Opens the state in a folder of marks; creates both if necessary.
   *
   * @throws {Error} if another grader is running there
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

  /**
   * The marks kept for a student's exercise, under whatever conditions they
   * were made.
   */
  async result(
    student: string,
    exercise: string,
  ): Promise<NotebookResult | undefined> {
    return await this.kept(resultName(student, exercise));
  }

  /** Keeps marks. */
  async keep(result: NotebookResult): Promise<void> {
    await this.setKept(resultName(result.student, result.exercise), result);
  }

  /** A value kept by the last run, by name; undefined if it is missing or incomplete. */
  async kept<T>(name: string): Promise<T | undefined> {
    try {
      return JSON.parse(await Deno.readTextFile(this.#path(name)));
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound ||
        error instanceof SyntaxError;
      if (isMissing) return undefined;
      throw error;
    }
  }

  /** Keeps a value for the next run. */
  async setKept(name: string, value: unknown): Promise<void> {
    await writeFileAtomically(this.#path(name), JSON.stringify(value));
  }

  /** Removes a student's marks and notebooks. */
  async forget(student: string, exercises: readonly string[]): Promise<void> {
    for (const exercise of exercises) {
      await removeIfThere(this.#path(resultName(student, exercise)));
    }
  }

  /** The answers whose marks are in the gradebook. */
  async published(): Promise<PublishedAnswers> {
    return await this.kept("published") ?? {};
  }

  [Symbol.dispose](): void {
    this.lock.close();
  }

  #path(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

const resultName = (student: string, exercise: string) =>
  `results/${student}.${exercise}`;
