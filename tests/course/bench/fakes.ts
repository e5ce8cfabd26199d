import type { Contender } from "../../../scripts/course/bench/contenders.ts";
import type { Measurement } from "../../../scripts/course/bench/measure.ts";
import type { BenchResult } from "../../../scripts/course/bench/report.ts";
import { WORKLOADS } from "../../../scripts/course/bench/workloads.ts";

/** A contender that computes nothing and behaves as `variant` says. */
export function fakeContender(name: string, variant = ""): Contender {
  const program = new URL("fake_contender.ts", import.meta.url).pathname;
  return {
    name,
    command: [Deno.execPath(), "run", "-A", "--no-check", program],
    variant,
    torch: false,
    eager: false,
    quick: true,
  };
}

/** What a contender may have been measured to do, its steps so many ms long. */
export function measurement(
  contender: string,
  stepMs: number,
  more: Partial<Measurement> = {},
): Measurement {
  return {
    contender,
    eager: contender.includes("eager"),
    startMs: 1000,
    stepRounds: [[stepMs, stepMs + 2], [2 * stepMs, 2 * stepMs + 2]],
    epochRounds: [30 * stepMs, 60 * stepMs],
    epochLoss: 0.25,
    cores: 1.5,
    peakBytes: 400e6,
    ...more,
  };
}

/** A whole result: ours at half of PyTorch's time, compile failed once. */
export function benchResult(): BenchResult {
  const failure = { contender: "torch.compile", reason: "No C++ compiler" };
  return {
    date: "2026-01-02T03:04:05.678Z",
    machine: "A processor, 2 cores",
    loadBefore: 0.25,
    threads: 2,
    data: ["Fashion-MNIST"],
    matmulGflops: 200,
    epochShare: 1,
    results: WORKLOADS.slice(1, 3).map((workload, i) => ({
      workload,
      flop: 6e9,
      measurements: [
        measurement("mle", 49),
        measurement("PyTorch eager", 99, { peakBytes: 500e6 }),
        measurement("PyTorch channels-last eager", 119),
      ],
      failures: i === 0 ? [failure] : [],
    })),
  };
}
