import { median } from "simple-statistics";
import { ContenderError, ContenderProcess } from "./contender_process.ts";
import type { Contender } from "./contenders.ts";
import type { Job, Reply } from "./protocol.ts";
import type { Patience, Watched } from "./quiet.ts";
import { BATCH_SIZE, type Workload } from "./workloads.ts";

/** How much to measure. */
export interface Effort {
  /** How long each takes steps before the first round, in milliseconds. */
  warmUpMs: number;
  rounds: number;
  /** How long a contender takes steps in each round, in milliseconds. */
  roundMs: number;
  /** The share of the training pictures in an epoch; 0 for no epochs. */
  epochShare: number;
  /** No further round of epochs begins after this many milliseconds. */
  epochsMs: number;
}

/** What one contender did in one round: the milliseconds of each step. */
export type Round = Watched<number[]>;

/** The measurements of one contender on one workload. */
export interface Measurement extends Pick<Contender, "name" | "role" | "avx2"> {
  stepRounds: Round[];
  /** One epoch each; none if others are compared by theirs. */
  epochRounds: Round[];
  /** The loss after ten steps from the same start. */
  loss: number;
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

interface Entrant {
  contender: Contender;
  failed: boolean;
  process?: ContenderProcess;
  measurement: Measurement;
  /** The number of steps in a round. */
  count: number;
}

const WARM_UP_STEPS = 10;
const MIN_STEPS = 5;
/** One alone may be off by a quarter, whoever's it is. */
const MIN_EPOCHS = 3;
/** Rounding separates the contenders' losses by less than this share. */
const SAME_LOSS = 0.01;

/**
 * Measures contenders on a workload: all start and warm up, then take steps in
 * turn, round by round; then ours and the faster of PyTorch's formats train for
 * an epoch in turn. A contender that fails, or whose loss after the same steps
 * is another than that of the first, is left out from then on.
 */
export async function measure(
  contenders: readonly Contender[],
  { name, model, latentDim }: Workload,
  pictures: number,
  { warmUpMs, rounds, roundMs, epochShare, epochsMs }: Effort,
  setting: Pick<Job, "threads" | "dataDir">,
  patience: Patience,
  say: (what: string) => void,
): Promise<Measurements> {
  const job = { ...setting, name, model, latentDim };
  await using stack = new AsyncDisposableStack();
  const failures: Failure[] = [];
  const entrants = contenders.map((contender): Entrant => ({
    contender,
    failed: false,
    count: 0,
    measurement: {
      name: contender.name,
      role: contender.role,
      avx2: contender.avx2,
      stepRounds: [],
      epochRounds: [],
      loss: NaN,
    },
  }));

  /** Lets each of them do its part that has not failed before. */
  async function inTurn(
    among: readonly Entrant[],
    part: (entrant: Entrant) => Promise<void>,
  ) {
    for (const entrant of among) {
      if (entrant.failed) continue;
      try {
        await part(entrant);
      } catch (error) {
        if (!(error instanceof ContenderError)) throw error;
        say(error.message);
        failures.push({
          contender: entrant.contender.name,
          reason: error.reason,
        });
        entrant.failed = true;
      }
    }
  }

  const measured = () =>
    entrants.filter(({ failed }) => !failed)
      .map(({ measurement }) => measurement);

  let loss: number | undefined;
  await inTurn(entrants, async (entrant) => {
    const { contender, measurement } = entrant;
    say(`${contender.name}: start and warm-up`);
    const process = stack.use(await ContenderProcess.start(contender, job));
    entrant.process = process;
    const first = await warmUp(process, warmUpMs);
    loss ??= first.loss;
    measurement.loss = first.loss;
    if (!(Math.abs(first.loss - loss) <= SAME_LOSS * Math.abs(loss))) {
      throw new ContenderError(
        contender.name,
        `a loss of ${first.loss} where the first contender has ${loss}`,
      );
    }
    entrant.count = Math.max(MIN_STEPS, Math.round(roundMs / first.stepMs));
  });
  for (let round = 1; round <= rounds; round++) {
    await inTurn(entrants, async ({ process, measurement, count }) => {
      say(`round ${round} of ${rounds}: ${measurement.name}`);
      const request = { do: "steps", batchSize: BATCH_SIZE, count } as const;
      const watched = await patience.quietly(() => process!.ask(request));
      measurement.stepRounds.push(msOf(watched));
    });
  }
  if (epochShare === 0) return { measurements: measured(), failures };
  const reference = fastestReference(measured(), false);
  const rivals = entrants.filter(({ measurement }) =>
    measurement === reference ||
    (measurement.role === "ours" && !measurement.avx2)
  );
  const epochsFrom = performance.now();
  for (let round = 1; round <= rounds; round++) {
    await inTurn(rivals, async ({ process, measurement }) => {
      say(`epoch ${round}: ${measurement.name}`);
      const request = {
        do: "epoch",
        batchSize: BATCH_SIZE,
        pictures: Math.round(pictures * epochShare),
      } as const;
      const watched = await patience.quietly(() => process!.ask(request));
      measurement.epochRounds.push(msOf(watched));
    });
    const isEnough = round >= MIN_EPOCHS || epochShare < 1;
    if (isEnough && performance.now() - epochsFrom > epochsMs) break;
  }
  return { measurements: measured(), failures };
}

const msOf = ({ value, others }: Watched<Reply>): Round => ({
  value: value.ms,
  others,
});

/** The faster of PyTorch's memory formats; undefined if neither was measured. */
export function fastestReference(
  measurements: readonly Measurement[],
  avx2: boolean,
): Measurement | undefined {
  const stepMs = ({ stepRounds }: Measurement) =>
    median(stepRounds.map(({ value }) => median(value)));
  return measurements
    .filter((measurement) =>
      measurement.role === "reference" && measurement.avx2 === avx2
    )
    .sort((a, b) => stepMs(a) - stepMs(b))[0];
}

/**
 * Warms up a contender; returns its loss after ten steps and the approximate
 * duration of a step.
 */
async function warmUp(
  process: ContenderProcess,
  warmUpMs: number,
): Promise<{ loss: number; stepMs: number }> {
  const batchSize = BATCH_SIZE;
  const steps = (count: number) =>
    process.ask({ do: "steps", batchSize, count });
  const { loss } = await steps(WARM_UP_STEPS);
  // Just-in-time compilers compile what has run for some time.
  const startedAt = performance.now();
  let stepMs: number;
  do {
    stepMs = median((await steps(MIN_STEPS)).ms);
  } while (performance.now() - startedAt < warmUpMs);
  return { loss, stepMs };
}
