import { availableParallelism } from "node:os";
import { join } from "node:path";
import pl from "nodejs-polars";
import { DataError } from "mle/data/mod.ts";
import { exists } from "mle/io/mod.ts";
import { ClusterError } from "../../shared/cluster_error.ts";
import { CommandError, run } from "../../shared/command.ts";
import { inParallel } from "../../shared/in_parallel.ts";
import { ROOT } from "../../shared/paths.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { ShareDone } from "../../shared/share_done.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import type { Settings } from "./trainings.ts";

const PROGRAM = join(ROOT, "scripts", "course", "train.ts");
// Nothing that a terminal obeys, or that a spreadsheet takes for a formula.
const TEXT = /^\w\P{Cc}*$/u;
const RUN_BYTES = 2 ** 30; // what a run may need

/** A training run. */
export interface Run {
  /** What sets it apart, by the names of the options. */
  settings: Settings;
  /** The arguments of `deno task train` but for the folder. */
  args: string[];
  folder: string;
}

/** Where runs are trained. */
export interface Trainer {
  /** How many at a time. */
  width: number;
  /** Trains one; it takes its folder's place. */
  train(run: Pick<Run, "args" | "folder">, signal: AbortSignal): Promise<void>;
  /** What is going on there, in words. */
  state?(): string;
}

/** All combinations of the values of some options. */
export function combinations(values: Record<string, number[]>): Settings[] {
  return Object.entries(values).reduce<Settings[]>(
    (all, [name, list]) =>
      all.flatMap((settings) =>
        list.map((value) => ({ ...settings, [name]: value }))
      ),
    [{}],
  );
}

/** The history of a run, a row for each epoch; undefined until it is complete. */
export async function historyOf(
  { settings: { epochs }, folder }: Run,
): Promise<pl.DataFrame | undefined> {
  const path = join(folder, "history.csv");
  if (!await exists(path)) return undefined;
  const history = readHistory(path);
  // A run may have gone on from a shorter one, of which it keeps the rows.
  return history.height < epochs ? undefined : history.head(epochs);
}

/**
 * A table of numbers, a row for each epoch.
 *
 * @throws {DataError} if it is anything else
 */
function readHistory(path: string): pl.DataFrame {
  const damaged = (found: string) =>
    new DataError(
      path,
      "numbers, a row for each epoch from 1 on",
      found,
      "Delete its folder, and the run is trained again",
    );
  try {
    const history = pl.readCSV(path);
    const rows: Record<string, unknown>[] = history.toRecords();
    const isWhole = rows.length > 0 &&
      rows.every((row, i) =>
        row.epoch === i + 1 &&
        Object.entries(row).every(([name, value]) =>
          TEXT.test(name) &&
          (name === "data" ? TEXT.test(`${value}`) : typeof value === "number")
        )
      );
    if (!isWhole) throw damaged(`the columns ${history.columns.join(", ")}`);
    return history;
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw damaged((error as Error).message);
  }
}

/** A run that failed, and why. */
export interface FailedRun {
  run: Run;
  reason: string;
}

/**
 * Trains what is not there yet. Returns the runs that failed, for example
 * because they diverged; nothing if it was stopped.
 *
 * @throws {Error} if no run can be trained
 */
export async function trainAll(
  runs: readonly Run[],
  trainer: Trainer,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<FailedRun[] | undefined> {
  const pending = await longestOfEachFolder(runs);
  progress.start("Runs");
  const failed: FailedRun[] = [];
  using done = new ShareDone(pending.length, progress, trainer.state);
  try {
    await inParallel(pending, trainer.width, async (run) => {
      try {
        await trainer.train(run, signal);
      } catch (error) {
        if (signal.aborted) return; // it is no news
        if (error instanceof ClusterError) throw error;
        failed.push({ run, reason: reasonOf(error) });
      }
      if (!signal.aborted) done.add();
    }, signal);
    if (signal.aborted) {
      progress.done(`${done.count} of ${pending.length} trained`);
      return undefined;
    }
    if (runs.every((run) => hasFailed(run, failed))) {
      throw new Error(`All runs failed. ${failedText(failed)}`);
    }
    const trained = pending.length - failed.length;
    progress.done(
      `${trained} of ${pending.length} trained, ${runs.length} in all`,
    );
    return failed;
  } catch (error) {
    progress.failed();
    throw error;
  }
}

/** Whether a run, or that which holds it, has failed. */
export const hasFailed = (
  { folder }: Run,
  failed: readonly FailedRun[],
): boolean => failed.some(({ run }) => run.folder === folder);

/** Which runs failed, and why. */
export const failedText = (failed: readonly FailedRun[]): string =>
  failed.map(({ run, reason }) => `${run.folder}: ${reason}`).join("\n");

/** The last line that says something: a program's own words, if it is one's. */
function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return message.trim().replace(/\n\(exit code \d+\)$/, "").split("\n").at(-1)!;
}

/**
 * This machine, with one run for each processor and with one thread: threads do
 * not change results, and a run on its own processor waits for nobody.
 */
export function trainerHere(): Trainer {
  return { width: width(), train };
}

/** @throws {CommandError} if the run fails */
async function train(
  { args, folder }: Parameters<Trainer["train"]>[0],
  signal: AbortSignal,
): Promise<void> {
  // A run that was stopped lies there unfinished; only some can go on.
  const isUnfinished = await exists(join(folder, "history.csv"));
  const goesOn = await exists(join(folder, "checkpoints"));
  const command = {
    program: Deno.execPath(),
    args: ["run", "-A", "--no-check", PROGRAM, ...args]
      .concat(["--out", folder])
      .concat(isUnfinished && !goesOn ? ["--fresh"] : []),
    cwd: ROOT,
    env: threadEnv(1),
    signal,
  };
  const result = await run(command);
  if (result.code !== 0 && !signal.aborted) {
    throw new CommandError(command, result);
  }
}

/** The incomplete runs; of those that share a folder, the longest, which holds the others. */
async function longestOfEachFolder(runs: readonly Run[]): Promise<Run[]> {
  const longest = new Map<string, Run>();
  for (const run of runs) {
    const other = longest.get(run.folder)?.settings.epochs ?? 0;
    const isMissing = await historyOf(run) === undefined;
    if (isMissing && run.settings.epochs > other) longest.set(run.folder, run);
  }
  return [...longest.values()];
}

/** How many runs at a time, by processors and memory. */
function width(): number {
  const { available } = Deno.systemMemoryInfo();
  const fitting = Math.floor(available / RUN_BYTES);
  return Math.max(1, Math.min(availableParallelism(), fitting));
}
