import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { textIn, writeFileAtomically } from "mle/io/mod.ts";
import { run } from "../../shared/command.ts";
import { ROOT } from "../../shared/paths.ts";
import type { Figure, StepRow } from "./figures.ts";
import type { Failure } from "./measure.ts";

/** The results of all full runs, one JSON text per line. */
export const RESULTS: string = join(import.meta.dirname!, "results.jsonl");

/** The results of a run of the benchmark. */
export interface BenchResult {
  /** When it began, ISO 8601. */
  date: string;
  minutes: number;
  /** The processor's name and number of cores. */
  machine: string;
  /** The commit, with `+` if files differed from it; empty without git. */
  commit: string;
  /** The machine's load average over the minute before. */
  loadBefore: number;
  threads: number;
  /** The training data. */
  data: string[];
  /** The machine's speed at a large matrix product, in GFLOP/s. */
  matmulGflops: number;
  figures: Figure[];
  steps: StepRow[];
  failures: (Failure & { of: string })[];
}

/** Where and of what a run is. */
export async function describeRun(): Promise<
  Pick<BenchResult, "date" | "machine" | "commit" | "loadBefore">
> {
  const cores = cpus();
  const git = async (...args: string[]) => {
    const command = { program: "git", args, cwd: ROOT };
    const { code, stdout } = await run(command);
    return code === 0 ? stdout.trim() : "";
  };
  const commit = await git("rev-parse", "--short=10", "HEAD");
  const changed = await git("status", "--porcelain") !== "";
  return {
    date: new Date().toISOString(),
    machine: `${cores[0]?.model ?? "unknown"}, ${cores.length} cores`,
    commit: `${commit}${changed ? "+" : ""}`,
    loadBefore: loadavg()[0],
  };
}

/** The results that a file has; none if it is not there. */
export async function readResults(path: string): Promise<BenchResult[]> {
  const lines = (await textIn(path) ?? "").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** Appends a run's results to a file. */
export async function appendResult(
  path: string,
  result: BenchResult,
): Promise<void> {
  const before = await textIn(path) ?? "";
  await writeFileAtomically(path, `${before}${JSON.stringify(result)}\n`);
}

/** What costs more than this much more than before is reported. */
const NOTABLE = 1.05;

/** A figure whose ratio has grown. */
export interface Slower {
  before: Figure;
  now: Figure;
}

/** The last result of the same machine with as many threads. */
export function resultBefore(
  results: readonly BenchResult[],
  { machine, threads }: Pick<BenchResult, "machine" | "threads">,
): BenchResult | undefined {
  return results.findLast((result) =>
    result.machine === machine && result.threads === threads
  );
}

/** What has become more than 5 % slower, or larger, relative to others. */
export function slowerThan(
  before: readonly Figure[],
  now: readonly Figure[],
): Slower[] {
  return now.flatMap((now) => {
    const old = before.find(({ what, of }) =>
      what === now.what && of === now.of
    );
    return old && now.ratio > NOTABLE * old.ratio ? { before: old, now } : [];
  });
}
