import { median } from "simple-statistics";
import { ContenderError, ContenderProcess } from "./contender_process.ts";
import type { Contender } from "./contenders.ts";
import type { Job } from "./protocol.ts";
import { BATCH_SIZE, type Workload } from "./workloads.ts";

/** How much to measure. */
export interface Effort {
  /** How long a contender takes steps in each round, in milliseconds. */
  roundMs: number;
  /** The share of the training pictures in an epoch. */
  epochShare: number;
  /** No further round of epochs begins after this many milliseconds. */
  epochsMs: number;
}

/** The measurements of one contender on one workload. */
export interface Measurement {
  contender: string;
  eager: boolean;
  /** The time until it was ready for its first step. */
  startMs: number;
  /** The milliseconds of each step, round by round. */
  stepRounds: number[][];
  /** The milliseconds of the epoch in each of its rounds. */
  epochRounds: number[];
  /** Mean loss of the batches of that epoch, started from the seed. */
  epochLoss: number;
  /** The average number of cores that its steps kept busy. */
  cores?: number;
  peakBytes?: number;
}

/** A contender that could not be measured, and why. */
export interface Failure {
  contender: string;
  reason: string;
}

/** The results on one workload. */
export interface Measurements {
  measurements: Measurement[];
  failures: Failure[];
}

/** A contender that has not failed yet. */
interface Entrant {
  contender: Contender;
  process?: ContenderProcess;
  measurement: Measurement;
  /** The number of steps in a round. */
  count: number;
  cores: number[];
}

const ROUNDS = 5;
const WARM_UP_STEPS = 10;
const WARM_UP_EPOCHS = 2;
const MIN_STEPS = 5;

/**
 * Measures contenders on a workload: all start and warm up, then take steps in
 * turn, round by round, then train for an epoch in turn. A contender that fails
 * is left out from then on; the others are still measured.
 */
export async function measure(
  contenders: readonly Contender[],
  { model, latentDim }: Workload,
  pictures: number,
  { roundMs, epochShare, epochsMs }: Effort,
  setting: Pick<Job, "threads" | "dataDir">,
  say: (what: string) => void,
): Promise<Measurements> {
  const job = { ...setting, model, latentDim, batchSize: BATCH_SIZE };
  await using stack = new AsyncDisposableStack();
  const failures: Failure[] = [];
  let entrants = contenders.map((contender): Entrant => ({
    contender,
    count: 0,
    cores: [],
    measurement: {
      contender: contender.name,
      eager: contender.eager ?? false,
      startMs: NaN,
      stepRounds: [],
      epochRounds: [],
      epochLoss: NaN,
    },
  }));

  /** Lets each do its part, and drops those that fail. */
  async function inTurn(part: (entrant: Entrant) => Promise<void>) {
    const remaining: Entrant[] = [];
    for (const entrant of entrants) {
      try {
        await part(entrant);
        remaining.push(entrant);
      } catch (error) {
        if (!(error instanceof ContenderError)) throw error;
        say(error.message);
        failures.push({
          contender: entrant.contender.name,
          reason: error.reason,
        });
      }
    }
    entrants = remaining;
  }

  await inTurn(async (entrant) => {
    const { contender, measurement } = entrant;
    say(`${contender.name}: start and warm-up`);
    const process = stack.use(await ContenderProcess.start(contender, job));
    entrant.process = process;
    measurement.startMs = process.startMs;
    const stepMs = await warmUp(process);
    entrant.count = Math.max(MIN_STEPS, Math.round(roundMs / stepMs));
  });
  for (let round = 1; round <= ROUNDS; round++) {
    await inTurn(async ({ process, measurement, count, cores }) => {
      say(`round ${round} of ${ROUNDS}: ${measurement.contender}`);
      const reply = await process!.ask({ do: "steps", count });
      measurement.stepRounds.push(reply.ms);
      if (reply.cores !== undefined) cores.push(reply.cores);
    });
  }
  const epochsFrom = performance.now();
  for (let round = 1; round <= ROUNDS; round++) {
    await inTurn(async ({ process, measurement }) => {
      say(`epoch ${round}: ${measurement.contender}`);
      const reply = await process!.ask({
        do: "epoch",
        pictures: Math.round(pictures * epochShare),
      });
      measurement.epochRounds.push(...reply.ms);
      measurement.epochLoss = reply.loss;
    });
    if (performance.now() - epochsFrom > epochsMs) break;
  }
  for (const { process, measurement, cores } of entrants) {
    measurement.peakBytes = await process!.peakBytes();
    if (cores.length > 0) measurement.cores = median(cores);
  }
  return {
    measurements: entrants.map((entrant) => entrant.measurement),
    failures,
  };
}

/**
 * Warms up a contender; returns the approximate duration of a step in
 * milliseconds.
 */
async function warmUp(process: ContenderProcess): Promise<number> {
  const { ms } = await process.ask({ do: "steps", count: WARM_UP_STEPS });
  for (let i = 0; i < WARM_UP_EPOCHS; i++) { // a full and a partial batch
    await process.ask({ do: "epoch", pictures: Math.round(1.5 * BATCH_SIZE) });
  }
  const { ms: warmMs } = await process.ask({ do: "steps", count: MIN_STEPS });
  return median([...ms.slice(MIN_STEPS), ...warmMs]);
}
