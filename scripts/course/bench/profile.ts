import { join } from "node:path";
import { runOrThrow } from "../../shared/command.ts";
import { compare, type Figure } from "./figures.ts";
import type { OpProfile, OpRow } from "./op_profile.ts";
import type { Job } from "./protocol.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import type { Watched } from "./quiet.ts";
import { formatTable } from "./table.ts";
import type { Workload } from "./workloads.ts";

/** The profile of one step of this library. */
export interface Profile extends OpProfile {
  /** The machine's speed at a large matrix product. */
  matmulGflops: number;
  /** The machine's speed at reading memory, in GB/s. */
  readGbs: number;
}

/** Profiles a workload of this library in its own process. */
export async function profile(
  { name, model, latentDim }: Workload,
  setting: Pick<Job, "threads" | "dataDir">,
): Promise<Profile> {
  const job: Job = { name, model, latentDim, variant: "", ...setting };
  const { stdout } = await runOrThrow({
    program: Deno.execPath(),
    args: ["run", "-A", join(import.meta.dirname!, "profile_ours.ts")]
      .concat(JSON.stringify(job)),
    env: threadEnv(setting.threads),
  });
  return JSON.parse(stdout);
}

const SHOWN = 25;

/**
 * A profile as a table: the slowest ops, the sum of the others, and the time
 * outside of ops.
 */
export function profileTable({ stepMs, ops }: Profile): string {
  const sum = (rows: OpRow[], of: (row: OpRow) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const others = ops.slice(SHOWN);
  const opsMs = sum(ops, ({ ms }) => ms);
  const rows = ops.slice(0, SHOWN).concat(
    others.length === 0 ? [] : {
      op: `${others.length} other kinds`,
      shapes: "",
      calls: sum(others, ({ calls }) => calls),
      ms: sum(others, ({ ms }) => ms),
      flop: sum(others, ({ flop }) => flop),
      leastFlop: 0,
      bytes: sum(others, ({ bytes }) => bytes),
    },
  ).map(({ op, shapes, calls, ms, flop, bytes }) => [
    op,
    calls.toFixed(0),
    ms.toFixed(2),
    `${(100 * ms / stepMs).toFixed(1)} %`,
    (flop / 1e9).toFixed(3),
    (bytes / 1e6).toFixed(1),
    flop === 0 ? "" : (flop / ms / 1e6).toFixed(0),
    (bytes / ms / 1e6).toFixed(1),
    shapes,
  ]);
  const outside = stepMs - opsMs;
  const rest = ["outside of ops: tape, JavaScript", "", outside.toFixed(2)]
    .concat(`${(100 * outside / stepMs).toFixed(1)} %`);
  return formatTable(
    ["op", "calls", "ms", "of step", "GFLOP", "MB", "GFLOP/s", "GB/s"]
      .concat("inputs"),
    [...rows, [...rest, "", "", "", "", ""]],
    ["left", ..."rrrrrrr".split("").map(() => "right" as const), "left"],
  );
}

/** A convolution of a step: its output and both gradients together. */
export interface ConvolutionGap {
  convolution: string;
  ms: number;
  /**
   * The time that the unavoidable arithmetic takes at the speed of a large
   * matrix product, or the memory at the speed of reading, whichever is longer.
   */
  floorMs: number;
  ofStep: number;
}

/** The convolutions of a step, those furthest from their floor first. */
export function convolutionGaps(
  { ops, stepMs, matmulGflops, readGbs }: Profile,
): ConvolutionGap[] {
  const gaps = new Map<string, ConvolutionGap>();
  for (const { convolution, ms, leastFlop, bytes } of ops) {
    if (convolution === undefined) continue;
    const gap = gaps.get(convolution) ??
      { convolution, ms: 0, floorMs: 0, ofStep: 0 };
    gap.ms += ms;
    gap.floorMs += Math.max(leastFlop / matmulGflops, bytes / readGbs) / 1e6;
    gap.ofStep += ms / stepMs;
    gaps.set(convolution, gap);
  }
  return [...gaps.values()]
    .sort((a, b) => b.ms / b.floorMs - a.ms / a.floorMs);
}

/** The convolutions of a profile as a table. */
function gapTable(profile: Profile): string {
  return formatTable(
    ["convolution, with its gradients", "ms", "of step", "floor, ms", "gap"],
    convolutionGaps(profile).map(({ convolution, ms, floorMs, ofStep }) => [
      convolution,
      ms.toFixed(2),
      `${(100 * ofStep).toFixed(1)} %`,
      floorMs.toFixed(2),
      (ms / floorMs).toFixed(2),
    ]),
  );
}

/** Less of a step than this is not worth a goal. */
const NOTABLE_SHARE = 0.02;

/** The largest gap of a convolution that takes a notable share of a step. */
export function gapFigure(
  { value: profile, others }: Watched<Profile>,
): Figure[] {
  const [worst] = convolutionGaps(profile)
    .filter(({ ofStep }) => ofStep >= NOTABLE_SHARE);
  if (worst === undefined) return [];
  const { convolution, ms, floorMs } = worst;
  return compare(
    "gap to the floor",
    convolution,
    [{ value: [ms], others }],
    [{ value: [floorMs], others }],
  );
}

/** The profile of a workload as text. */
export async function showProfile(
  workload: Workload,
  setting: Pick<Job, "threads" | "dataDir">,
): Promise<string> {
  const found = await profile(workload, setting);
  const head = `\n${workload.title}: ${found.stepMs.toFixed(1)} ms; a large ` +
    `matrix product: ${found.matmulGflops.toFixed(0)} GFLOP/s; reading: ` +
    `${found.readGbs.toFixed(0)} GB/s\n`;
  const gaps = convolutionGaps(found).length > 0 ? [gapTable(found)] : [];
  return [head, profileTable(found), ...gaps].join("\n\n");
}
