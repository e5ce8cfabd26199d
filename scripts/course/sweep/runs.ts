import { availableParallelism } from "node:os";
import { join } from "node:path";
import pl from "nodejs-polars";
import { exists } from "mle/io/mod.ts";
import { durationText } from "mle/notebook/duration_text.ts";
import { TimeLeft } from "mle/notebook/time_left.ts";
import { CommandError, run } from "../../shared/command.ts";
import { inParallel } from "../../shared/in_parallel.ts";
import { ROOT } from "../../shared/paths.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import type { Settings } from "./trainings.ts";

const PROGRAM = join(ROOT, "scripts", "course", "train.ts");
const RUN_BYTES = 2 ** 30; // what a run may need

/** A training run. */
export interface Run {
  /** What sets it apart, by the names of the options. */
  settings: Settings;
  /** The arguments of `deno task train`. */
  args: string[];
  folder: string;
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
 * Trains what is not there yet, one run for each processor and with one thread:
 * threads do not change results, and a run on its own processor waits for
 * nobody. Returns whether all are there; some are not if it was stopped.
 *
 * @throws {CommandError} if a run fails; the others end with it
 */
export async function trainAll(
  runs: readonly Run[],
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<boolean> {
  const pending = await longestOfEachFolder(runs);
  progress.start("Runs");
  const failed = new AbortController();
  const ending = AbortSignal.any([signal, failed.signal]);
  const timeLeft = new TimeLeft(performance.now());
  let done = 0;
  const tell = () => {
    timeLeft.update(done, performance.now());
    const left = timeLeft.estimateMs(pending.length - done);
    progress.detail(
      `${done} of ${pending.length}` +
        (left === undefined ? "" : `, about ${durationText(left)} left`),
    );
  };
  try {
    await inParallel(pending, width(), async (next) => {
      tell();
      await train(next, ending).catch((error) => {
        failed.abort();
        throw error;
      });
      done++;
    }, ending);
    progress.done(
      `${done} of ${pending.length} trained, ${runs.length} in all`,
    );
    return !signal.aborted;
  } catch (error) {
    progress.failed();
    throw error;
  }
}

async function train({ args, folder }: Run, signal: AbortSignal) {
  // A run that was stopped lies there unfinished; only some can go on.
  const isUnfinished = await exists(join(folder, "history.csv"));
  const goesOn = await exists(join(folder, "checkpoints"));
  const command = {
    program: Deno.execPath(),
    args: ["run", "-A", "--no-check", PROGRAM, ...args]
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
