import { cpus, loadavg } from "node:os";
import { sheetTimes, summarize, type WorkloadResult } from "./summarize.ts";
import { formatTable } from "./table.ts";

/** The results of a run of the benchmark. */
export interface BenchResult {
  /** When it was run, ISO 8601. */
  date: string;
  /** The processor's name and number of cores. */
  machine: string;
  /** The machine's load average over the minute before. */
  loadBefore: number;
  threads: number;
  /** The training data. */
  data: string[];
  /** The machine's speed at a large matrix product, in GFLOP/s. */
  matmulGflops: number;
  /** The share of the training pictures in an epoch. */
  epochShare: number;
  results: WorkloadResult[];
}

/** A description of the machine. */
export function describeMachine(): Pick<BenchResult, "machine" | "loadBefore"> {
  const cores = cpus();
  return {
    machine: `${cores[0]?.model ?? "unknown"}, ${cores.length} cores`,
    loadBefore: loadavg()[0],
  };
}

/** The results as tables in Markdown. */
export function report(result: BenchResult): string {
  const { date, machine, loadBefore, threads, matmulGflops } = result;
  const summaries = result.results.map(summarize);
  const ratio = (value?: number) => value === undefined ? "" : value.toFixed(2);
  const rows = summaries.flatMap((ofWorkload) =>
    ofWorkload.map((row, i) => [
      i === 0 ? row.title : "",
      row.contender,
      `${milliseconds(row.stepMs)} ± ${milliseconds(row.stepSpreadMs / 2)}`,
      ratio(row.stepRatio),
      row.gflops.toFixed(0),
      ratio(row.cores),
      row.peakMb?.toFixed(0) ?? "",
      ratio(row.peakRatio),
      (row.epochMs / 1e3).toFixed(2),
      ratio(row.epochRatio),
      row.epochLoss.toFixed(4),
      (row.startMs / 1e3).toFixed(1),
    ])
  );
  const lines = [
    `${date.slice(0, 16).replace("T", " ")} UTC, ${machine}, ` +
    `${threads} threads, load before ${
      loadBefore.toFixed(2)
    }; a large matrix ` +
    `product: ${matmulGflops.toFixed(0)} GFLOP/s`,
    "",
    formatTable(
      ["model", "contender", "ms per step", "ratio", "GFLOP/s", "cores"]
        .concat("peak MB", "ratio", "epoch s", "ratio", "epoch's loss")
        .concat("start s"),
      rows,
      ["left", "left", ...Array(10).fill("right")],
    ),
    "",
    "Ratios are to the fastest PyTorch eager variant, of times the median of " +
    "the rounds' ratios; ± is half the interquartile range; the loss is that " +
    "of an epoch from the same start.",
  ];
  const { epochShare, results } = result;
  if (epochShare < 1) {
    lines.push(
      `An epoch had ${100 * epochShare} % of the pictures; the sheet's time ` +
        "is reckoned up from that.",
    );
  }
  lines.push(
    "",
    formatTable(
      ["all that was measured, for the sheet's epochs", "minutes", "ratio"],
      sheetTimes(results, epochShare).map((row) => [
        row.contender,
        row.minutes.toFixed(1),
        ratio(row.ratio),
      ]),
    ),
  );
  const failures = results.flatMap(({ workload, failures }) =>
    failures.map(({ contender, reason }) =>
      `- ${contender}, ${workload.title}: ${reason}`
    )
  );
  if (failures.length > 0) lines.push("", "Not measured:", "", ...failures);
  return lines.join("\n");
}

const milliseconds = (ms: number): string =>
  ms < 10 ? ms.toFixed(2) : ms.toFixed(1);
