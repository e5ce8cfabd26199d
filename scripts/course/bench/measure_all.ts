import { join } from "node:path";
import { CommandError } from "../../shared/command.ts";
import { contendersOn } from "./contenders.ts";
import { type Origins, readBenchData, writeWeights } from "./data.ts";
import { type Figure, sheetFigure, stepFigures, stepRows } from "./figures.ts";
import { type Effort, measure } from "./measure.ts";
import { gapFigure, profile } from "./profile.ts";
import type { Job } from "./protocol.ts";
import type { Patience } from "./quiet.ts";
import { type BenchResult, describeRun } from "./results.ts";
import { measureWholeRuns } from "./whole_runs.ts";
import { type Workload, WORKLOADS } from "./workloads.ts";

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

/** Measures all contenders on workloads; quickly: PyTorch alone, no whole runs. */
export async function measureAll(
  workloads: readonly Workload[],
  origins: Origins,
  quick: boolean,
  setting: Pick<Job, "threads" | "dataDir">,
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

  /** Keeps what was measured before if this fails. */
  async function attempt(
    of: string,
    contender: string,
    measureIt: () => Promise<Figure[]>,
  ) {
    try {
      figures.push(...await measureIt());
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      console.error(error.message);
      const reason = error.message.split("\n").at(-2) ?? "";
      result.failures.push({ of, contender, reason });
    }
  }

  for (const workload of workloads) {
    const say = (what: string) => console.error(`${workload.title}: ${what}`);
    const isPooling = workload.model === "pooling";
    const pictures = isPooling
      ? 0
      : (await readBenchData(setting.dataDir, workload.model)).train.length;
    if (!isPooling) await writeWeights(setting.dataDir, workload);
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
    if (quick || workload.runEpochs === undefined) continue;
    const runs = {
      rounds: WHOLE_RUN_ROUNDS,
      threads: setting.threads,
      origins,
      dir: join(setting.dataDir, "..", "runs"),
    };
    await attempt(
      workload.title,
      "whole runs",
      () => measureWholeRuns(workload, runs, patience, say),
    );
  }
  const [profiled] = workloads.filter(({ name }) => name === "conv-ae-100");
  if (profiled) {
    console.error("where a step spends its time");
    await attempt(profiled.title, "profile", async () => {
      const steps = await patience.quietly(() => profile(profiled, setting));
      result.matmulGflops = steps.value.matmulGflops;
      return gapFigure(steps);
    });
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
