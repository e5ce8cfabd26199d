/** Measures training against PyTorch, side by side: `deno task bench --help`. */
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { writeBenchData } from "./bench/data.ts";
import { measureAll } from "./bench/measure_all.ts";
import { showProfile } from "./bench/profile.ts";
import { benchPythonStep, compilePackages } from "./bench/python_step.ts";
import { Patience } from "./bench/quiet.ts";
import { writeReadme } from "./bench/readme.ts";
import { report, slowerText } from "./bench/report.ts";
import {
  appendResult,
  readResults,
  resultBefore,
  RESULTS,
  slowerThan,
} from "./bench/results.ts";
import { ALL_PER_CLASS, measureSizes, sizedWorkloads } from "./bench/sizes.ts";
import { WORKLOADS } from "./bench/workloads.ts";
import { carryOut, isDone } from "../setup/step.ts";
import { runProgram } from "../shared/command_line.ts";
import { integerFrom } from "../shared/number_options.ts";
import { BUILD } from "../shared/paths.ts";
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
const NOTE = `
Trains each of the sheet's models with this library, PyTorch (two memory
formats, fused Adam) and JAX, each in a process of its own and in turn; the CNN,
one autoencoder and its pooling also held to AVX2; and whole processes of
\`deno task train\` beside PyTorch's. A round in which other processes use more
than a twentieth of a processor is repeated, as long as there is time for it,
and otherwise marked. A full run takes some 20 minutes on two cores, is
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
    // The pooling's ops are those of the others.
    for (const workload of workloads.filter((one) => one.model !== "pooling")) {
      console.log(await showProfile(workload, setting));
    }
    return;
  }
  if (!await isDone(benchPythonStep)) await carryOut(benchPythonStep, onStderr);
  await compilePackages();
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
  const result = await measureAll(
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
