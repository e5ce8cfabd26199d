import type { Contender } from "../../../scripts/course/bench/contenders.ts";
import type { Figure } from "../../../scripts/course/bench/figures.ts";
import type {
  Measurement,
  Round,
} from "../../../scripts/course/bench/measure.ts";
import { Patience } from "../../../scripts/course/bench/quiet.ts";
import type { BenchResult } from "../../../scripts/course/bench/results.ts";

/** A contender that computes nothing and behaves as `variant` says. */
export function fakeContender(
  name: string,
  variant = "",
  role: Contender["role"] = "reference",
): Contender {
  const program = new URL("fake_contender.ts", import.meta.url).pathname;
  const command = [Deno.execPath(), "run", "-A", "--no-check", program];
  return { name, role, command, variant, avx2: false };
}

/** A patience for machines on which others use so much, one number a try. */
export function patienceAmid(
  cores: number[],
  leftMs = 60_000,
  said: string[] = [],
): Patience {
  const say = (what: string) => void said.push(what);
  return new Patience(leftMs, say, () => () => ({
    cores: cores.shift() ?? 0,
    by: ["cc1plus"],
  }));
}

/** Rounds of steps of these milliseconds. */
export const rounds = (ms: number[], cores = 0): Round[] =>
  ms.map((value) => ({ value: [value], others: { cores, by: [] } }));

/** What a contender may have been measured to do. */
export function measurement(
  name: string,
  role: Contender["role"],
  steps: Round[],
  more: Partial<Measurement> = {},
): Measurement {
  return {
    name,
    role,
    avx2: name.includes("AVX2"),
    stepRounds: steps,
    epochRounds: [],
    loss: 0.25,
    ...more,
  };
}

/** A figure of a quiet run. */
export const figure = (
  what: Figure["what"],
  of: string,
  ours: number,
  theirs: number,
  more: Partial<Figure> = {},
): Figure => ({
  what,
  of,
  ours,
  theirs,
  ratio: ours / theirs,
  others: 0.01,
  disturbed: false,
  ...more,
});

/** A whole result. */
export function benchResult(more: Partial<BenchResult> = {}): BenchResult {
  return {
    date: "2026-01-02T03:04:05.678Z",
    minutes: 20,
    machine: "A processor, 2 cores",
    commit: "0123456789",
    loadBefore: 0.25,
    threads: 2,
    data: ["Fashion-MNIST"],
    matmulGflops: 200,
    figures: [
      figure("step", "CNN", 7, 20),
      figure("step", "PCA AE, d = 10", 0.3, 0.6, {
        others: 0.3,
        disturbed: true,
      }),
      figure("step, JAX", "PCA AE, d = 10", 0.3, 0.2),
      figure("the whole sheet", "", 20, 60),
      figure("memory of deno task train", "CNN", 500, 600),
    ],
    steps: [{
      of: "CNN",
      contender: "mle",
      leastMs: 6.5,
      medianMs: 7,
      spreadMs: 1,
      loss: 1.05,
      others: 0.01,
      disturbed: false,
    }],
    failures: [{
      of: "CNN",
      contender: "JAX (jit)",
      reason: "No module named 'jax'",
    }],
    ...more,
  };
}
