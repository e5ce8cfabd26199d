import { median } from "simple-statistics";
import { ContenderProcess } from "./contender_process.ts";
import type { Contender } from "./contenders.ts";
import type { Job } from "./protocol.ts";
import { BATCH_SIZE, type Workload } from "./workloads.ts";

/** How much is measured. */
export interface Effort {
  /** How long a contender steps in each round, in milliseconds. */
  roundMs: number;
  /** Which part of the training pictures an epoch has. */
  epochShare: number;
}

/** What one contender did on one workload. */
export interface Measurement {
  contender: string;
  eager: boolean;
  /** Until its first step could be taken. */
  startMs: number;
  /** The milliseconds of each step, round by round. */
  stepRounds: number[][];
  /** The milliseconds of the epoch in each of its rounds. */
  epochRounds: number[];
  /** Mean loss of the batches of that epoch, from the seed's own start. */
  epochLoss: number;
  /** How many cores its steps kept busy, on average. */
  cores?: number;
  peakBytes?: number;
}

const ROUNDS = 5;
const WARM_UP_STEPS = 10;
const WARM_UP_EPOCHS = 2;
const MIN_STEPS = 5;
// Long epochs average over the machine's moods by themselves.
const EPOCHS_MS = 60_000;

/**
 * Measures contenders on a workload: all get ready and warm, then step in turn,
 * round by round, then train for an epoch in turn.
 */
export async function measure(
  contenders: readonly Contender[],
  { model, latentDim }: Workload,
  pictures: number,
  { roundMs, epochShare }: Effort,
  setting: Pick<Job, "threads" | "dataDir">,
  say: (what: string) => void,
): Promise<Measurement[]> {
  const job = { ...setting, model, latentDim, batchSize: BATCH_SIZE };
  await using stack = new AsyncDisposableStack();
  const entrants = [];
  for (const contender of contenders) {
    const { name, eager } = contender;
    say(`${name}: start and warm-up`);
    const process = stack.use(await ContenderProcess.start(contender, job));
    const { ms } = await process.ask({ do: "steps", count: WARM_UP_STEPS });
    for (let i = 0; i < WARM_UP_EPOCHS; i++) { // a whole and a part batch
      await process.ask({
        do: "epoch",
        pictures: Math.round(1.5 * BATCH_SIZE),
      });
    }
    const { ms: warmMs } = await process.ask({ do: "steps", count: MIN_STEPS });
    const stepMs = median([...ms.slice(MIN_STEPS), ...warmMs]);
    const measurement: Measurement = {
      contender: name,
      eager,
      startMs: process.startMs,
      stepRounds: [],
      epochRounds: [],
      epochLoss: NaN,
    };
    const count = Math.max(MIN_STEPS, Math.round(roundMs / stepMs));
    entrants.push({ process, measurement, count, cores: [] as number[] });
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const { process, measurement, count, cores } of entrants) {
      say(`round ${round} of ${ROUNDS}: ${measurement.contender}`);
      const reply = await process.ask({ do: "steps", count });
      measurement.stepRounds.push(reply.ms);
      if (reply.cores !== undefined) cores.push(reply.cores);
    }
  }
  const epochsFrom = performance.now();
  for (let round = 1; round <= ROUNDS; round++) {
    for (const { process, measurement } of entrants) {
      say(`epoch ${round}: ${measurement.contender}`);
      const reply = await process.ask({
        do: "epoch",
        pictures: Math.round(pictures * epochShare),
      });
      measurement.epochRounds.push(...reply.ms);
      measurement.epochLoss = reply.loss;
    }
    if (performance.now() - epochsFrom > EPOCHS_MS) break;
  }
  for (const { process, measurement, cores } of entrants) {
    measurement.peakBytes = await process.peakBytes();
    if (cores.length > 0) measurement.cores = median(cores);
  }
  return entrants.map(({ measurement }) => measurement);
}
