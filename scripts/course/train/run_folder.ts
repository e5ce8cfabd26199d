import { join } from "node:path";
import { DataError } from "mle/data/mod.ts";
import {
  cannotWrite,
  checkReplaceable,
  exists,
  namesIn,
  reasonOf,
  writeFolderAtomically,
} from "mle/io/mod.ts";
import { readSafetensors } from "mle/nn/mod.ts";
import { takeLock } from "../../shared/lock.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import {
  checkNothingElse,
  CHECKPOINTS,
  PART,
  RESULT,
} from "./foreign_files.ts";
import { type RunFacts, type RunResult, writeRunFiles } from "./run_files.ts";

const RESERVE = "reserve";
const CHUNK = 65_536; // the most that getRandomValues returns at once

/** How to open a run's folder. */
export interface RunFolderOptions {
  /** Whether to replace an existing run. */
  fresh: boolean;
  /** The inputs of the run, including its number of epochs. */
  facts: RunFacts & { epochs: string };
  /** Whether to resume a shorter run with the same inputs. */
  goesOn: boolean;
}

/**
 * The folder of a run's results. It appears, complete, when the run ends. Until
 * then the run works in `….part` beside it, which holds its lock, its
 * checkpoints and reserved space, so that the results will fit on the disk
 * whatever happens in the meantime.
 */
export class RunFolder implements AsyncDisposable {
  /** Where the results will be. */
  readonly path: string;
  /** Where the run saves itself after each epoch. */
  readonly checkpointDir: string;
  readonly #part: string;
  readonly #lock: Disposable;
  readonly #keepsFormer: boolean;

  private constructor(path: string, lock: Disposable, keepsFormer: boolean) {
    this.path = path;
    this.#part = partOf(path);
    this.checkpointDir = join(this.#part, CHECKPOINTS);
    this.#lock = lock;
    this.#keepsFormer = keepsFormer;
  }

  /**
   * Opens the folder for one run.
   *
   * @throws {Error} if it cannot be written, another run is writing it, or it
   * holds a run that would be lost: better to fail now than after the run.
   */
  static async open(
    path: string,
    { fresh, facts, goesOn }: RunFolderOptions,
  ): Promise<RunFolder> {
    await checkReplaceable(path);
    const part = partOf(path);
    await checkNothingElse(path, part, PART);
    await Deno.mkdir(part, { recursive: true }).catch((error) => {
      throw new Error(
        `${cannotWrite(path, error).message}. Choose another folder with --out`,
      );
    });
    const lock = await takeLock(join(part, "lock"), (holder) => {
      throw new Error(
        `Cannot train into ${path}: process ${holder} is training into it. Wait ` +
          "for it, or choose another folder with --out",
      );
    });
    try {
      const former = await factsIn(path);
      const isShorter = goesOn && former !== undefined &&
        isSameRun(former, facts) &&
        Number(former.epochs) < Number(facts.epochs);
      if (former !== undefined && !fresh && !isShorter) {
        throw new Error(
          `Cannot train into ${path}: it already holds a run of ` +
            `${former.epochs} epochs. --fresh replaces it, --out takes ` +
            "another folder",
        );
      }
      if (isShorter && !fresh) {
        await linkAll(join(path, CHECKPOINTS), join(part, CHECKPOINTS));
      }
      const keepsFormer = former !== undefined && (fresh || !isShorter);
      await checkNothingElse(path, path, RESULT);
      if (keepsFormer) await checkNothingElse(path, stoppedOf(path), RESULT);
      return new RunFolder(path, lock, keepsFormer);
    } catch (error) {
      await letGo(path, lock);
      throw error;
    }
  }

  /** Reserves the disk space that the results will need. */
  async reserve(bytes: number): Promise<void> {
    const path = join(this.#part, RESERVE);
    try {
      using file = await Deno.open(path, { write: true, create: true });
      for (let done = 0; done < bytes; done += CHUNK) {
        await file.write(crypto.getRandomValues(new Uint8Array(CHUNK)));
      }
      await file.sync();
    } catch (error) {
      await removeIfThere(path);
      throw cannotWrite(path, error);
    }
  }

  /** Like {@linkcode place}, with the results of a run. */
  finish(result: RunResult, stopped: boolean): Promise<string> {
    return this.place((dir) => writeRunFiles(dir, result), stopped);
  }

  /**
   * Moves the complete folder into place and returns its path. A run that was
   * stopped does not replace one that was not.
   *
   * @param write Writes a run's files into a folder
   * @throws {Error} if it cannot be written; the message says where the results
   * are instead.
   */
  async place(
    write: (dir: string) => Promise<void>,
    stopped: boolean,
  ): Promise<string> {
    const path = stopped && this.#keepsFormer
      ? stoppedOf(this.path)
      : this.path;
    const fill = async (dir: string) => {
      await write(dir);
      await linkAll(this.checkpointDir, join(dir, CHECKPOINTS));
    };
    await removeIfThere(join(this.#part, RESERVE));
    try {
      // Training takes long: somebody may have put a file there.
      await checkNothingElse(this.path, path, RESULT);
      await writeFolderAtomically(path, fill);
    } catch (error) {
      const refuge = await Deno.makeTempDir({ prefix: "mle-train-" });
      await write(refuge);
      throw new Error(`${reasonOf(error)}. The results are in ${refuge}`);
    }
    await removeIfThere(this.checkpointDir);
    return path;
  }

  /** A text that names files where they will be, not where the run works. */
  named(text: string): string {
    return text.replaceAll(this.#part, this.path);
  }

  /**
   * The error for a damaged checkpoint, with the path of the file that must be
   * deleted: a run that goes on works with links to its files.
   */
  async damaged(error: unknown): Promise<unknown> {
    if (!(error instanceof DataError)) return error;
    const { path, expected, found, advice } = error;
    return await isSameFile(path, this.named(path))
      ? new DataError(this.named(path), expected, found, advice)
      : error;
  }

  /**
   * Releases the folder; checkpoints of an unfinished run are kept for the next
   * one.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await letGo(this.path, this.#lock);
  }
}

async function letGo(path: string, lock: Disposable): Promise<void> {
  using _lock = lock;
  const part = partOf(path);
  await removeIfThere(join(part, RESERVE));
  const checkpoints = await namesIn(join(part, CHECKPOINTS)) ?? [];
  const areLinks = await Promise.all(
    checkpoints.map((name) =>
      isSameFile(join(part, CHECKPOINTS, name), join(path, CHECKPOINTS, name))
    ),
  );
  if (areLinks.every((isLink) => isLink)) await removeIfThere(part);
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [{ dev, ino }, other] = [
    await Deno.stat(a),
    await Deno.stat(b).catch(() => undefined),
  ];
  return ino === other?.ino && dev === other?.dev;
}

const partOf = (path: string): string => `${path}.part`;
const stoppedOf = (path: string): string => `${path}-stopped`;

/**
 * The facts of the run in a folder; undefined if the folder does not exist or
 * is empty.
 */
async function factsIn(path: string): Promise<RunFacts | undefined> {
  const names = await namesIn(path) ?? [];
  if (names.length === 0) return undefined;
  if (!names.includes("last.safetensors")) {
    throw new Error(
      `Cannot train into ${path}: expected no such folder, an empty one or ` +
        `that of a run, got one with ${names[0]}. Choose another with --out`,
    );
  }
  try {
    return (await readSafetensors(join(path, "last.safetensors"))).metadata;
  } catch {
    return { epochs: "unknown" };
  }
}

function isSameRun(a: RunFacts, b: RunFacts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  names.delete("epochs");
  return [...names].every((name) => a[name] === b[name]);
}

/**
 * Hard-links the files of a folder into another, except for names that already
 * exist there.
 */
async function linkAll(from: string, to: string): Promise<void> {
  if (!await exists(from)) return;
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(from)) {
    const target = join(to, name);
    if (!isFile || !name.endsWith(".safetensors")) continue;
    if (await exists(target)) continue;
    await Deno.link(join(from, name), target)
      .catch(() => Deno.copyFile(join(from, name), target));
  }
}
