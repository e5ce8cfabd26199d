import { Linear, LogSoftmax, Sequential } from "../nn/mod.ts";
import { Generator } from "../random/mod.ts";
import { tf } from "../tf/mod.ts";
import type {
  ClassifierTrainingResult,
  LearningRateEpoch,
  TrainWithAdam,
} from "../train/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";

/** The function that the task on learning rates asks for. */
export type TrainWithRates = (
  rates: readonly number[],
  seeds: readonly number[],
  newModel: () => Sequential,
  train: TrainWithAdam<Sequential>,
) => Promise<LearningRateEpoch[]>;

/** A model of two weights, which are drawn. */
export const newDrawnModel = (): Sequential =>
  new Sequential(new Linear(1, 2), new LogSoftmax());

const weightOf = (model: Sequential) =>
  model.stateDict().get("0.weight")!.data[0] as number;

/**
 * A training of two epochs, of one step each, in which the weights fall by the
 * learning rate, whatever they are. The validation loss is the first weight.
 *
 * @param stopIn The number of the run that is stopped, counted from 1.
 */
export function fallingTraining(
  { stopIn = Infinity }: { stopIn?: number } = {},
): TrainWithAdam<Sequential> {
  let run = 0;
  return (model, optimizer) => {
    run++;
    const history: ClassifierTrainingResult["history"] = [];
    for (const epoch of [1, 2]) {
      optimizer.step(() =>
        tf.addN(model.parameters().map(({ value }) => tf.sum(value)))
      );
      const valLoss = weightOf(model);
      history.push({
        epoch,
        trainLoss: valLoss,
        meanBatchLoss: valLoss,
        trainAccuracy: 0.5,
        lastBatchAccuracy: 0.5,
        valLoss,
        valAccuracy: epoch / 4,
        durationMs: 1,
      });
    }
    const result = Promise.resolve({ history, stopped: run === stopIn });
    return Object.defineProperty(result, "history", { get: refuse });
  };
}

function refuse(): never {
  throw new CheckError(
    "What train returns",
    "its result",
    "a promise of it",
    "Training takes time: write `await train(model, optimizer)`",
  );
}

const RATES = [0.25, 0.5];
const SEEDS = [3, 5];

/**
 * Checks that each learning rate and seed has a run of its own.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkTrainWithRates(
  trainWithRates: TrainWithRates,
): Promise<void> {
  return asIfNotRun(async () => {
    const runs = RATES.flatMap((lr) => SEEDS.map((seed) => ({ lr, seed })));
    const models: Sequential[] = [];
    const newModel = () => {
      models.push(newDrawnModel());
      return models.at(-1)!;
    };
    const rows = await trainWithRates(
      RATES,
      SEEDS,
      newModel,
      fallingTraining(),
    );
    expectSame(
      "The number of models",
      models.length,
      runs.length,
      [],
      "Each rate and seed has a run of its own, which starts with newModel()",
    );
    expectSame(
      "The rows' rates, seeds and epochs",
      rows?.map(({ lr, seed, epoch }) => [lr, seed, epoch]),
      runs.flatMap(({ lr, seed }) => [[lr, seed, 1], [lr, seed, 2]]),
      [{
        leadsTo: SEEDS.flatMap((seed) =>
          RATES.flatMap((lr) => [[lr, seed, 1], [lr, seed, 2]])
        ),
        hint: "All seeds of a rate come before the next rate: the outer loop " +
          "is that over the rates",
      }],
      "Of each run, rate by rate and seed by seed, keep every row of its " +
        "history: { lr, seed, ...row }",
    );
    const start = (seed: number) => new Generator(seed).uniform(1, -1, 1)[0];
    const after = (startOf: (seed: number) => number, rate?: number) =>
      runs.flatMap(({ lr, seed }) =>
        [1, 2].map((epoch) => startOf(seed) - epoch * (rate ?? lr))
      );
    expectSame(
      "The rows' valLoss",
      rows.map(({ valLoss }) => valLoss),
      after(start),
      [
        ...[1e-3, ...RATES].map((rate) => ({
          leadsTo: after(start, rate),
          hint: "All runs had the same learning rate: new Adam(…, { lr })",
        })),
        ...SEEDS.map((seed) => ({
          leadsTo: after(() => start(seed)),
          hint: "All runs had the same seed: manualSeed(seed) in each",
        })),
        {
          leadsTo: after(start, 0),
          hint: "No weight was moved: the optimizer must be given the " +
            "parameters of the model that is trained",
        },
      ],
      "The weights are drawn when a model is made: call manualSeed(seed) " +
        "right before newModel()",
    );
    const stopped = await trainWithRates(
      RATES,
      SEEDS,
      newDrawnModel,
      fallingTraining({ stopIn: 2 }),
    );
    expectSame(
      "The number of rows where the second run was stopped",
      stopped.length,
      4,
      [],
      "A run that comes back with stopped: true is the last one; keep its rows",
    );
    for (const model of models) model[Symbol.dispose]();
  });
}
