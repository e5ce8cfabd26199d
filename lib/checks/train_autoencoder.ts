import type {
  Autoencoder,
  AutoencoderTraining,
  AutoencoderTrainingResult,
} from "../train/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";
import { type GreyRun, greyRun } from "./rising_autoencoder.ts";
import {
  checkTrainingStop,
  NOT_TRAINING,
  ONE_BATCH,
  PROGRESS_HINT,
} from "./training_stop.ts";

/** The function that Task 2 of Exercise 3 asks for. */
export type TrainAutoencoder = (
  model: Autoencoder,
  training: AutoencoderTraining,
) => Promise<AutoencoderTrainingResult>;

// The weight is 0 and 0.5 in the steps of epoch 1, then 1 and 1.5, and so on.
const TRAIN = [10, 12, 20];
const TEST = [9, 11];
const EPOCHS = [1, 2, 3];
/** Of each picture, all of one grey. */
const PIXELS = 3;

/**
 * Checks Task 2 of Exercise 3 on an autoencoder so small that losses and
 * weights are known in advance.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkTrainAutoencoder(train: TrainAutoencoder): Promise<void> {
  return asIfNotRun(async () => {
    await checkHistory(train);
    using given = run();
    await checkTrainingStop((hooks) =>
      train(given.model, { ...given, ...hooks })
    );
  });
}

const run = () => greyRun({ train: TRAIN, test: TEST, epochs: EPOCHS.length });
const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

async function checkHistory(train: TrainAutoencoder): Promise<void> {
  using given = run();
  const steps: string[] = [];
  given.model.eval(); // whatever mode it was in
  const { history, stopped } = await train(given.model, {
    ...given,
    onProgress: ({ epoch, step }) => void steps.push(`${epoch}.${step}`),
  });
  expectSame("The rows' epochs", history?.map((row) => row.epoch), EPOCHS);
  checkLosses(history);
  const weight = given.model.weight.value.dataSync()[0];
  expectSame("The model's weight after training", weight, 3, [
    { leadsTo: 0, hint: "Nothing was learnt: is optimizer.step called?" },
  ], "One step for each batch: three pictures in batches of two are two steps");
  expectSame("stopped", stopped, false);
  checkLines(given);
  const expected = EPOCHS.flatMap((epoch) => [`${epoch}.1`, `${epoch}.2`]);
  expectSame(
    "What onProgress was told (epoch.step)",
    steps,
    expected,
    [],
    PROGRESS_HINT,
  );
}

function checkLosses(history: AutoencoderTrainingResult["history"]): void {
  const column = (name: keyof typeof history[number]) =>
    history.map((row) => row[name]);
  const lossesOf = (shift: number) =>
    EPOCHS.map((epoch) =>
      TRAIN.map((grey, i) =>
        (grey - (epoch - 1) - (i < 2 ? 0 : 0.5) - shift) ** 2
      )
    );
  const losses = lossesOf(0);
  const ofBatches = losses.map(([a, b, c]) => mean([mean([a, b]), c]));
  expectSame("trainLoss", column("trainLoss"), losses.map(mean), [
    {
      leadsTo: ofBatches,
      hint: "That is the mean of the batches' means; the last batch is " +
        "smaller, so weight each batch's loss by its size",
    },
    {
      leadsTo: losses.map(([_a, _b, c]) => c),
      hint: "That is the loss of the epoch's last batch alone",
    },
    { leadsTo: lossesOf(0.5).map(mean), hint: NOT_TRAINING },
    {
      leadsTo: losses.map((row) => PIXELS * mean(row)),
      hint: "That is the sum over a picture's pixels: mseLoss is their mean",
    },
    {
      leadsTo: losses.map((row) => mean(row.map(Math.sqrt))),
      hint: "That is the mean of the distances, not of their squares",
    },
    {
      leadsTo: EPOCHS.map((epoch) =>
        mean(TRAIN.slice(0, 2).map((grey) => (grey - (epoch - 1) / 2) ** 2))
      ),
      hint: ONE_BATCH,
    },
  ], "The target of a picture is the picture itself");
  expectSame("meanBatchLoss", column("meanBatchLoss"), ofBatches);
  const testLosses = (shift: number) =>
    EPOCHS.map((epoch) =>
      mean(TEST.map((grey) => (grey - epoch - shift) ** 2))
    );
  expectSame("testLoss", column("testLoss"), testLosses(0.5), [{
    leadsTo: testLosses(0),
    hint: "The model was not in evaluation mode: evaluateAutoencoder sees to " +
      "that",
  }, {
    leadsTo: EPOCHS.map((epoch) =>
      mean(TRAIN.map((grey) => (grey - epoch - 0.5) ** 2))
    ),
    hint: "That is the loss of the training pictures: test on testLoader",
  }], "Measure it after the epoch's last step, on the test pictures");
}

function checkLines({ lines }: GreyRun): void {
  expectSame("Printed lines", lines.length, EPOCHS.length, [{
    leadsTo: 0,
    hint: "Call `print` with each epoch's line, not console.log",
  }]);
  if (
    /^Epoch 1\/3 - Train Loss: 251\.1250, Test Loss: 73\.2500$/.test(lines[0])
  ) {
    return;
  }
  throw new CheckError(
    "The first printed line",
    '"Epoch 1/3 - Train Loss: 251.1250, Test Loss: 73.2500"',
    `"${lines[0]}"`,
    "The line's train loss is meanBatchLoss; losses have four digits",
  );
}
