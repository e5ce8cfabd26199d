import { join } from "node:path";
import { runOrThrow } from "../../shared/command.ts";
import type { OpProfile, OpRow } from "./op_profile.ts";
import type { Job } from "./protocol.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import { formatTable } from "./table.ts";

/** The profile of one step of this library. */
export interface Profile extends OpProfile {
  /** The machine's speed at a large matrix product. */
  matmulGflops: number;
}

/** Profiles a workload of this library in its own process. */
export async function profile(job: Job): Promise<Profile> {
  const { stdout } = await runOrThrow({
    program: Deno.execPath(),
    args: ["run", "-A", join(import.meta.dirname!, "profile_ours.ts")]
      .concat(JSON.stringify(job)),
    env: threadEnv(job.threads),
  });
  return JSON.parse(stdout);
}

/** The floating-point operations of a step. */
export function flopOfStep({ ops }: Profile): number {
  return ops.reduce((sum, { flop }) => sum + flop, 0);
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
