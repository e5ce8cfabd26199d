import type { Layer } from "../nn/mod.ts";
import type {
  ClassifierTraining,
  ClassifierTrainingResult,
} from "../train/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";
import { expectTidied } from "./expect_tidied.ts";
import { type Dot, type DotRun, dotRun } from "./rising_classifier.ts";
import {
  checkTrainingStop,
  NOT_TRAINING,
  ONE_BATCH,
  PROGRESS_HINT,
} from "./training_stop.ts";

/** What Task 3 of Exercise 2 asks for. */
export type TrainClassifier = (
  model: Layer,
  training: ClassifierTraining,
) => Promise<ClassifierTrainingResult>;

// The weight is 0 and 0.5 in the steps of epoch 1, then 1 and 1.5, and so on.
const TRAIN: readonly Dot[] = [[-0.5, 1], [0.25, 1], [-2, 1]];
const EPOCHS = [1, 2, 3, 4];
/** Most are right after epoch 2, but the loss is least after epoch 1. */
const VAL: readonly Dot[] = [[-2, 1], [5, 1], [-3, 0], [4, 0], [4, 0]];
/** As many are right after epochs 2, 3 and 4; the loss is least after 3. */
const VAL_WITH_TIES: readonly Dot[] = [[-2, 1], [5, 1], [-5, 0]];
/** One is right after epoch 1 only, while the loss goes on falling. */
const VAL_TOO_LONG: readonly Dot[] = [[-1.6, 0], [-11.5, 1]];

/**
 * Checks Task 3 of Exercise 2 on a classifier so small that losses, accuracies
 * and weights are known in advance.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkTrainClassifier(train: TrainClassifier): Promise<void> {
  return asIfNotRun(async () => {
    await checkHistory(train);
    await checkBest(train);
    using run = runOn(VAL);
    await checkTrainingStop((hooks) => train(run.model, { ...run, ...hooks }));
  });
}

const runOn = (val: readonly Dot[]) =>
  dotRun({ train: TRAIN, val, epochs: EPOCHS.length });

async function checkHistory(train: TrainClassifier): Promise<void> {
  using run = runOn(VAL);
  const { model } = run;
  const steps: string[] = [];
  model.eval(); // whatever mode it was in
  const expected = EPOCHS.flatMap((epoch) => [`${epoch}.1`, `${epoch}.2`]);
  const result = await expectTidied(expected.length, () =>
    train(model, {
      ...run,
      onProgress: ({ epoch, step }) => void steps.push(`${epoch}.${step}`),
    }));
  const { history, bestEpoch, stopped } = result;
  expectSame("The rows' epochs", history?.map((row) => row.epoch), EPOCHS);
  checkColumns(history);
  expectSame("bestEpoch.epoch", bestEpoch?.epoch, 2, [{
    leadsTo: 4,
    hint: "That is the last one; the best has the highest valAccuracy",
  }, {
    leadsTo: 1,
    hint: "That is the one with the lowest valLoss; the best has the highest " +
      "valAccuracy",
  }]);
  checkBestWeights(result);
  expectSame("The model's weight after training", weightOf(run), 4, [
    { leadsTo: 0, hint: "Nothing was learnt: is optimizer.step called?" },
    { leadsTo: 2, hint: "The model keeps the last weights" },
  ], "One step for each batch: three pictures in batches of two are two steps");
  expectSame("stopped", stopped, false);
  checkLines(run, history);
  expectSame(
    "Forward passes in training mode",
    model.trainingPasses,
    expected.length,
    [],
    "One for each step: in each, batch normalisation's running statistics " +
      "move. Take the predictions from the pass that gives the loss",
  );
  expectSame(
    "What onProgress was told (epoch.step)",
    steps,
    expected,
    [],
    PROGRESS_HINT,
  );
}

const weightOf = ({ model }: DotRun) => model.weight.value.dataSync()[0];

/** The negative log-likelihood of class 1 at a score. */
const loss = (score: number) => Math.log1p(Math.exp(-score));
const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function checkColumns(history: ClassifierTrainingResult["history"]): void {
  const column = (name: keyof typeof history[number]) =>
    history.map((row) => row[name]);
  const lossesOf = (shift: number) =>
    EPOCHS.map((epoch) =>
      TRAIN.map(([x], i) => loss(x + epoch - 1 + (i < 2 ? 0 : 0.5) + shift))
    );
  const losses = lossesOf(0);
  const ofBatches = losses.map(([a, b, c]) => mean([mean([a, b]), c]));
  expectSame("trainLoss", column("trainLoss"), losses.map(mean), [{
    leadsTo: ofBatches,
    hint:
      "That is the mean of the batches' means; the last batch is smaller, " +
      "so weight each batch's loss by its size",
  }, {
    leadsTo: losses.map(([_a, _b, c]) => c),
    hint: "That is the loss of the epoch's last batch alone",
  }, {
    leadsTo: lossesOf(0.5).map(mean),
    hint: NOT_TRAINING,
  }, {
    leadsTo: EPOCHS.map((epoch) =>
      mean(TRAIN.slice(0, 2).map(([x]) => loss(x + (epoch - 1) / 2)))
    ),
    hint: ONE_BATCH,
  }]);
  expectSame("meanBatchLoss", column("meanBatchLoss"), ofBatches);
  const lastBatch = [0, 0, 1, 1];
  expectSame("trainAccuracy", column("trainAccuracy"), [1 / 3, 2 / 3, 1, 1], [
    {
      leadsTo: lastBatch,
      hint: "That is the accuracy of the epoch's last batch alone; count all " +
        "batches",
    },
    {
      leadsTo: [1 / 4, 1 / 2, 1, 1],
      hint: "The last batch is smaller: count pictures, not batches",
    },
    {
      leadsTo: [100 / 3, 200 / 3, 100, 100],
      hint: "Accuracies are shares of 0 … 1, not percentages",
    },
  ]);
  expectSame("lastBatchAccuracy", column("lastBatchAccuracy"), lastBatch);
  const valLosses = (shift: number) =>
    EPOCHS.map((epoch) =>
      mean(
        VAL.map(([x, label]) =>
          loss((x + epoch + shift) * (label === 1 ? 1 : -1))
        ),
      )
    );
  const notEvaluating =
    "The model was not in evaluation mode: evaluateClassifier " +
    "sees to that";
  expectSame("valLoss", column("valLoss"), valLosses(0.5), [
    { leadsTo: valLosses(0), hint: notEvaluating },
    {
      leadsTo: EPOCHS.map((epoch) =>
        mean(TRAIN.map(([x]) => loss(x + epoch + 0.5)))
      ),
      hint: "That is the loss of the training pictures: validate on valLoader",
    },
  ], "Validate after the epoch's last step, in evaluation mode");
  expectSame(
    "valAccuracy",
    column("valAccuracy"),
    [2 / 5, 3 / 5, 2 / 5, 2 / 5],
    [
      { leadsTo: [2 / 5, 2 / 5, 3 / 5, 2 / 5], hint: notEvaluating },
    ],
  );
}

function checkBestWeights({ bestStateDict }: ClassifierTrainingResult): void {
  if (!bestStateDict?.get("weight")) {
    throw new CheckError("bestStateDict", "the best weights", "nothing");
  }
  const what = "The weight in bestStateDict";
  expectSame(what, bestStateDict.get("weight")!.data[0], 2, [{
    leadsTo: 4,
    hint: "That is the last one. Take model.stateDict(), which is a copy, at " +
      "the end of every epoch that is the best so far",
  }]);
}

function checkLines(
  { lines }: DotRun,
  history: ClassifierTrainingResult["history"],
): void {
  expectSame("Printed lines", lines.length, EPOCHS.length, [{
    leadsTo: 0,
    hint: "Call `print` with each epoch's line, not console.log",
  }]);
  const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
  history.forEach((row, i) =>
    expectSame(
      `The printed line of epoch ${row.epoch}`,
      lines[i],
      `Epoch ${row.epoch}/4 - Train Loss: ${row.meanBatchLoss.toFixed(4)}, ` +
        `Val Loss: ${row.valLoss.toFixed(4)}, ` +
        `Train Acc: ${percent(row.trainAccuracy)}, ` +
        `Val Acc: ${percent(row.valAccuracy)}`,
      [],
      "The line's train loss is meanBatchLoss; losses have four digits",
    )
  );
}

async function checkBest(train: TrainClassifier): Promise<void> {
  const bestOn = async (val: readonly Dot[]) => {
    using run = runOn(val);
    return (await train(run.model, run)).bestEpoch?.epoch;
  };
  const hint =
    "Of epochs with equal valAccuracy, that with the lower valLoss " +
    "is the best";
  expectSame(
    "bestEpoch.epoch, where valAccuracy is equal",
    await bestOn(VAL_WITH_TIES),
    3,
    [
      { leadsTo: 2, hint },
      { leadsTo: 4, hint },
    ],
  );
  expectSame(
    "bestEpoch.epoch, where valAccuracy and valLoss fall",
    await bestOn(VAL_TOO_LONG),
    1,
    [],
    "valLoss decides only between epochs with equal valAccuracy",
  );
}
