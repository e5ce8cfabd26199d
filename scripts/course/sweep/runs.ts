import { availableParallelism } from "node:os";
import { join } from "node:path";
import pl from "nodejs-polars";
import { exists } from "mle/io/mod.ts";
import { CommandError, run } from "../../shared/command.ts";
import { inParallel } from "../../shared/in_parallel.ts";
import { ROOT } from "../../shared/paths.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { ShareDone } from "../../shared/share_done.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import type { Settings } from "./trainings.ts";

const PROGRAM = join(ROOT, "scripts", "course", "train.ts");
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
  const history = pl.readCSV(path);
  // A run may have gone on from a shorter one, of which it keeps the rows.
  return history.height < epochs ? undefined : history.head(epochs);
}

/**
 * Trains what is not there yet. Returns whether all are there; some are not if
 * it was stopped.
 *
 * @throws {Error} if a run fails; the others end with it
 */
export async function trainAll(
  runs: readonly Run[],
  trainer: Trainer,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<boolean> {
  const pending = await longestOfEachFolder(runs);
  progress.start("Runs");
  const failed = new AbortController();
  const ending = AbortSignal.any([signal, failed.signal]);
  using done = new ShareDone(pending.length, progress, trainer.state);
  try {
    await inParallel(pending, trainer.width, async (next) => {
      await trainer.train(next, ending).catch((error) => {
        if (ending.aborted) return; // it is no news
        failed.abort();
        throw error;
      });
      if (!ending.aborted) done.add();
    }, ending);
    progress.done(
      `${done.count} of ${pending.length} trained, ${runs.length} in all`,
    );
    return !signal.aborted;
  } catch (error) {
    progress.failed();
    throw error;
  }
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
