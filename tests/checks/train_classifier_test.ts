import { assertStringIncludes } from "@std/assert";
import { checkTestBestAndLast, checkTrainClassifier } from "mle/checks/mod.ts";
import { checkTrainingStop } from "mle/checks/training_stop.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { testBestAndLast, trainClassifier } from "mle/sheet/mod.ts";
import {
  type ClassifierTraining,
  type ClassifierTrainingResult,
} from "mle/train/mod.ts";
import { checkErrorOf } from "./check_error_of.ts";

Deno.test("training passes, and the check leaves nothing behind", async () => {
  await assertNoTensorsLeft(() => checkTrainClassifier(trainClassifier));
});

Deno.test("the test of best and last passes, and the check leaves nothing behind", async () => {
  await assertNoTensorsLeft(() => checkTestBestAndLast(testBestAndLast));
});

type Change = (result: ClassifierTrainingResult) => ClassifierTrainingResult;

const inRows = (
  change: (
    row: ClassifierTrainingResult["history"][number],
  ) => Partial<ClassifierTrainingResult["history"][number]>,
): Change =>
(result) => ({
  ...result,
  history: result.history.map((row) => ({ ...row, ...change(row) })),
});

const mistakes: [string, Change, string][] = [
  [
    "accuracy of the last batch",
    inRows((row) => ({ trainAccuracy: row.lastBatchAccuracy })),
    "trainAccuracy: expected [0.33333, 0.66667, 1, 1], got [0, 0, 1, 1]. That " +
    "is the accuracy of the epoch's last batch alone",
  ],
  [
    "batches that count alike",
    inRows((row) => ({ trainLoss: row.meanBatchLoss })),
    "weight each batch's loss by its size",
  ],
  [
    "percent",
    inRows((row) => ({ trainAccuracy: 100 * row.trainAccuracy })),
    "Accuracies are shares of 0 … 1, not percentages",
  ],
  [
    "the last epoch as the best",
    (result) => ({ ...result, bestEpoch: result.history.at(-1) }),
    "bestEpoch.epoch: expected 2, got 4. That is the last one",
  ],
  [
    "the least loss as the best",
    (result) => ({ ...result, bestEpoch: result.history[0] }),
    "the one with the lowest valLoss",
  ],
  [
    "no best weights",
    (result) => ({ ...result, bestStateDict: undefined }),
    "bestStateDict: expected the best weights, got nothing",
  ],
  [
    "a row lost",
    (result) => ({ ...result, history: result.history.slice(1) }),
    "The rows' epochs: expected [1, 2, 3, 4], got [2, 3, 4]",
  ],
];

for (const [name, change, expected] of mistakes) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(checkTrainClassifier(
      async (model, training) => change(await trainClassifier(model, training)),
    ));
    assertStringIncludes(said, expected);
  });
}

const trainings: [string, Partial<ClassifierTraining>, string][] = [
  ["lines on the console", { print: () => {} }, "not console.log"],
  ["no stop", { signal: undefined }, "Rows, when stopped in epoch 2"],
  ["no progress", { onProgress: undefined }, "What onProgress was told"],
];

for (const [name, change, expected] of trainings) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(
      checkTrainClassifier((model, training) =>
        trainClassifier(model, { ...training, ...change })
      ),
    );
    assertStringIncludes(said, expected);
  });
}

Deno.test("the check says what is wrong: progress not waited for", async () => {
  const said = await checkErrorOf(
    checkTrainingStop(({ onProgress }) => {
      onProgress({ epoch: 1, epochs: 2, step: 1, steps: 2 });
      onProgress({ epoch: 1, epochs: 2, step: 2, steps: 2 });
      return Promise.resolve({ history: [1], stopped: true });
    }),
  );
  assertStringIncludes(said, "Write `await onProgress");
});

Deno.test("the check says what is wrong: another loss in the line", async () => {
  const said = await checkErrorOf(
    checkTrainClassifier((model, { print = console.log, ...training }) =>
      trainClassifier(model, {
        ...training,
        print: (line) => print(line.replace(/Train Loss: \d/, "Train Loss: 9")),
      })
    ),
  );
  assertStringIncludes(said, "The line's train loss is meanBatchLoss");
});
