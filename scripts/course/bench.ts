/** Measures training against PyTorch, side by side: `deno task bench --help`. */
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { writeFileAtomically } from "mle/io/mod.ts";
import { benchChart } from "./bench/bench_chart.ts";
import { CONTENDERS } from "./bench/contenders.ts";
import { readBenchData, writeBenchData } from "./bench/data.ts";
import { measure } from "./bench/measure.ts";
import type { Job } from "./bench/protocol.ts";
import { flopOfStep, profile, profileTable } from "./bench/profile.ts";
import { type BenchResult, describeMachine, report } from "./bench/report.ts";
import { torchStep } from "./bench/torch_step.ts";
import { BATCH_SIZE, type Workload, WORKLOADS } from "./bench/workloads.ts";
import { carryOut, isDone } from "../setup/step.ts";
import { CommandError } from "../shared/command.ts";
import { runProgram } from "../shared/command_line.ts";
import { integerFrom } from "../shared/number_options.ts";
import { BUILD } from "../shared/paths.ts";
import type { ProgressLine } from "../shared/progress.ts";

interface BenchOptions {
  quick: boolean;
  only?: string[];
  threads: number;
  json: boolean;
  profile: boolean;
}

const OUT = join(BUILD, "bench");
const DATA = join(OUT, "data");
const NOTE = `
Trains each of the sheet's models with this library, PyTorch (eager, with
channels last, compiled) and tfjs-node's own layers, each in a process of its
own and in turn, and writes results.json and chart.svg into build/bench. The
first time it installs PyTorch there: on Linux the package of that name comes
with CUDA, unless pip is configured with an index that has the CPU build. Run
nothing else meanwhile.`;

// Standard output is reserved for the result.
const onStderr: ProgressLine = {
  start: (title) => console.error(`${title}: being installed`),
  detail: () => {},
  done: (result) => console.error(result),
  failed: () => {},
};

const program = new Command("deno task bench")
  .description("Measure training against PyTorch, side by side.")
  .option("--quick", "three minutes: PyTorch eager alone, part epochs", false)
  .addOption(
    new Option("--only <models...>", "only these models")
      .choices(WORKLOADS.map(({ name }) => name)),
  )
  .option(
    "--threads <n>",
    "threads of each contender",
    integerFrom(1),
    Math.min(2, availableParallelism()),
  )
  .option("--json", "print the result as JSON instead of tables", false)
  .option("--profile", "show where a step of this library spends time", false)
  .addHelpText("after", NOTE)
  .action(bench);

await runProgram(program);

async function bench(options: BenchOptions): Promise<void> {
  const { only, threads } = options;
  const workloads = WORKLOADS.filter(({ name }) =>
    only === undefined || only.includes(name)
  );
  const machine = describeMachine();
  const data = await writeBenchData(DATA, workloads);
  if (options.profile) return await showProfiles(workloads, threads);
  const entrants = CONTENDERS.filter(({ quick }) => quick || !options.quick);
  const torchFailure = await installTorch();
  const contenders = entrants.filter(({ torch }) => !torch || !torchFailure);
  const absent = entrants.filter((entrant) => !contenders.includes(entrant));
  const effort = options.quick
    ? { roundMs: 600, epochShare: 0.1, epochsMs: 8_000 }
    // Long epochs average out fluctuations by themselves.
    : { roundMs: 3000, epochShare: 1, epochsMs: 60_000 };
  const result: BenchResult = {
    date: new Date().toISOString(),
    ...machine,
    threads,
    data,
    matmulGflops: 0,
    epochShare: effort.epochShare,
    results: [],
  };
  const setting = { threads, dataDir: DATA };
  for (const workload of workloads) {
    const steps = await profile({ ...jobOf(workload), ...setting });
    result.matmulGflops = Math.max(result.matmulGflops, steps.matmulGflops);
    const { train } = await readBenchData(DATA, workload.model);
    const { measurements, failures } = await measure(
      contenders,
      workload,
      train.length,
      effort,
      setting,
      (what) => console.error(`${workload.title}: ${what}`),
    );
    failures.push(...absent.map(({ name }) => ({
      contender: name,
      reason: torchFailure!,
    })));
    const flop = flopOfStep(steps);
    result.results.push({ workload, flop, measurements, failures });
  }
  await writeFileAtomically(
    join(OUT, "results.json"),
    JSON.stringify(result, null, 2),
  );
  await benchChart(result).save(join(OUT, "chart.svg"));
  console.log(options.json ? JSON.stringify(result) : report(result));
}

/** Installs PyTorch unless it is there; returns the reason if that fails. */
async function installTorch(): Promise<string | undefined> {
  if (await isDone(torchStep)) return undefined;
  try {
    await carryOut(torchStep, onStderr);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    return "PyTorch could not be installed";
  }
}

async function showProfiles(
  workloads: readonly Workload[],
  threads: number,
): Promise<void> {
  for (const workload of workloads) {
    const steps = await profile({
      ...jobOf(workload),
      threads,
      dataDir: DATA,
    });
    console.log(
      `\n${workload.title}: ${steps.stepMs.toFixed(1)} ms, ` +
        `${(flopOfStep(steps) / 1e9).toFixed(2)} GFLOP\n`,
    );
    console.log(profileTable(steps));
  }
}

function jobOf(
  { model, latentDim }: Workload,
): Omit<Job, "threads" | "dataDir"> {
  return { model, latentDim, batchSize: BATCH_SIZE, variant: "" };
}
