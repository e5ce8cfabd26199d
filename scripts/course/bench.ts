/** Measures training against PyTorch, side by side: `deno task bench --help`. */
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { writeFileAtomically } from "mle/io/mod.ts";
import { contendersOn } from "./bench/contenders.ts";
import { type Origins, readBenchData, writeBenchData } from "./bench/data.ts";
import {
  type Figure,
  sheetFigure,
  stepFigures,
  stepRows,
} from "./bench/figures.ts";
import { type Effort, measure } from "./bench/measure.ts";
import { gapFigure, gapTable, profile, profileTable } from "./bench/profile.ts";
import { benchPythonStep } from "./bench/python_step.ts";
import { Patience } from "./bench/quiet.ts";
import { readmeSection, withSection } from "./bench/readme.ts";
import { report, slowerText } from "./bench/report.ts";
import {
  appendResult,
  type BenchResult,
  describeRun,
  readResults,
  resultBefore,
  RESULTS,
  slowerThan,
} from "./bench/results.ts";
import { ALL_PER_CLASS, measureSizes, sizedWorkloads } from "./bench/sizes.ts";
import { measureWholeRuns } from "./bench/whole_runs.ts";
import { type Workload, WORKLOADS } from "./bench/workloads.ts";
import { carryOut, isDone } from "../setup/step.ts";
import { runOrThrow } from "../shared/command.ts";
import { runProgram } from "../shared/command_line.ts";
import { integerFrom } from "../shared/number_options.ts";
import { BUILD, ROOT } from "../shared/paths.ts";
import type { ProgressLine } from "../shared/progress.ts";

interface BenchOptions {
  quick: boolean;
  only?: string[];
  threads: number;
  profile: boolean;
  sizes: boolean;
  readme: boolean;
}

const OUT = join(BUILD, "bench");
const README = join(ROOT, "README.md");
const QUICK: Effort = {
  warmUpMs: 1000,
  rounds: 3,
  roundMs: 600,
  epochShare: 0.1,
  epochsMs: 4_000,
};
const FULL: Effort = {
  warmUpMs: 1500,
  rounds: 5,
  roundMs: 2000,
  epochShare: 1,
  // Long epochs average out fluctuations by themselves.
  epochsMs: 25_000,
};
const WHOLE_RUN_ROUNDS = 2;
const NOTE = `
Trains each of the sheet's models with this library, PyTorch (two memory
formats, fused Adam) and JAX, each in a process of its own and in turn; the CNN,
one autoencoder and its pooling also held to AVX2; and whole processes of
\`deno task train\` beside PyTorch's. A round in which other processes use more
than a twentieth of a processor is repeated, as long as there is time for it,
and otherwise marked. A full run takes some 20 minutes on two quiet cores, is
appended to scripts/course/bench/results.jsonl, and says what has become more
than 5 % slower than in the same machine's last one. The first run installs
PyTorch and JAX into build/bench: on Linux PyTorch's package comes with CUDA,
unless pip is configured with an index that has the CPU build.`;

// Standard output is reserved for the result.
const onStderr: ProgressLine = {
  start: (title) => console.error(`${title}: being installed`),
  detail: () => {},
  done: (result) => console.error(result),
  failed: () => {},
};

const program = new Command("deno task bench")
  .description("Measure training against PyTorch and JAX, side by side.")
  .option("--quick", "three minutes: PyTorch alone, part epochs", false)
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
  .option("--profile", "show where a step of this library spends time", false)
  .option("--sizes", "batches of 1 to 1024, codes of 2 to 1000", false)
  .option("--readme", "write the last full run's figures into README.md", false)
  .addHelpText("after", NOTE)
  .action(bench);

await runProgram(program);

async function bench(options: BenchOptions): Promise<void> {
  const { only, threads } = options;
  if (options.readme) return await writeReadme();
  const workloads = WORKLOADS.filter(({ name }) =>
    only === undefined || only.includes(name)
  );
  const dataDir = join(OUT, options.sizes ? "all_data" : "data");
  const setting = { threads, dataDir };
  if (options.profile) {
    await writeBenchData(dataDir, workloads);
    return await showProfiles(workloads, setting);
  }
  if (!await isDone(benchPythonStep)) await carryOut(benchPythonStep, onStderr);
  // Repeated rounds take no more than as long again as a quiet run has to spare.
  const patience = new Patience(
    options.quick ? 60_000 : 300_000,
    (what) => console.error(what),
  );
  if (options.sizes) {
    const sized = sizedWorkloads(workloads.map(({ model }) => model));
    await writeBenchData(dataDir, sized, ALL_PER_CLASS);
    const say = (what: string) => console.error(what);
    console.log(await measureSizes(sized, setting, patience, say));
    return;
  }
  const origins = await writeBenchData(dataDir, workloads);
  const isFull = !options.quick && only === undefined;
  const result = await run(
    workloads,
    origins,
    options.quick,
    setting,
    patience,
  );
  console.log(report(result));
  const results = await readResults(RESULTS);
  const before = resultBefore(results, result);
  if (before && !options.quick) {
    const slower = slowerThan(before.figures, result.figures);
    console.log(`\n${slowerText(slower, before)}`);
  }
  if (isFull) await appendResult(RESULTS, result);
}

async function run(
  workloads: readonly Workload[],
  origins: Origins,
  quick: boolean,
  setting: { threads: number; dataDir: string },
  patience: Patience,
): Promise<BenchResult> {
  const startedAt = performance.now();
  const result: BenchResult = {
    ...await describeRun(),
    minutes: 0,
    threads: setting.threads,
    data: origins.words,
    matmulGflops: 0,
    figures: [],
    steps: [],
    failures: [],
  };
  const figures: Figure[] = [];
  for (const workload of workloads) {
    const say = (what: string) => console.error(`${workload.title}: ${what}`);
    const isPooling = workload.model === "pooling";
    const pictures = isPooling
      ? 0
      : (await readBenchData(setting.dataDir, workload.model)).train.length;
    const effort = quick ? QUICK : FULL;
    const { measurements, failures } = await measure(
      contendersOn(workload, quick),
      workload,
      pictures,
      isPooling ? { ...effort, epochShare: 0 } : effort,
      setting,
      patience,
      say,
    );
    const measured = { workload, measurements, failures };
    result.steps.push(...stepRows(measured));
    result.failures.push(
      ...failures.map((failure) => ({ of: workload.title, ...failure })),
    );
    figures.push(...stepFigures(measured));
    if (!quick && workload.runEpochs !== undefined) {
      figures.push(
        ...await measureWholeRuns(
          workload,
          {
            rounds: WHOLE_RUN_ROUNDS,
            threads: setting.threads,
            origins,
            dir: join(OUT, "runs"),
          },
          patience,
          say,
        ),
      );
    }
  }
  const [profiled] = workloads.filter(({ name }) => name === "conv-ae-100");
  if (profiled) {
    console.error("where a step spends its time");
    const steps = await patience.quietly(() => profile(profiled, setting));
    result.matmulGflops = steps.value.matmulGflops;
    figures.push(...gapFigure(steps));
  }
  if (!quick && workloads.length === WORKLOADS.length) {
    figures.push(...sheetFigure(figures, workloads));
  }
  const order = (what: Figure["what"]) =>
    figures.findIndex((figure) => figure.what === what);
  result.figures = figures.toSorted((a, b) => order(a.what) - order(b.what));
  result.minutes = (performance.now() - startedAt) / 60_000;
  return result;
}

async function showProfiles(
  workloads: readonly Workload[],
  setting: { threads: number; dataDir: string },
): Promise<void> {
  for (const workload of workloads) {
    if (workload.model === "pooling") continue; // its ops are in the others
    const steps = await profile(workload, setting);
    console.log(
      `\n${workload.title}: ${steps.stepMs.toFixed(1)} ms; a large matrix ` +
        `product: ${steps.matmulGflops.toFixed(0)} GFLOP/s; reading: ` +
        `${steps.readGbs.toFixed(0)} GB/s\n`,
    );
    console.log(`${profileTable(steps)}\n\n${gapTable(steps)}`);
  }
}

/** Writes the last full run's figures into the README. */
async function writeReadme(): Promise<void> {
  const last = (await readResults(RESULTS)).at(-1);
  if (last === undefined) {
    throw new Error(`Cannot write figures: ${RESULTS} has none yet`);
  }
  const readme = await Deno.readTextFile(README);
  await writeFileAtomically(README, withSection(readme, readmeSection(last)));
  const args = ["fmt", "--quiet", README];
  await runOrThrow({ program: Deno.execPath(), args, cwd: ROOT });
}
