import { assertStringIncludes } from "@std/assert";
import {
  checkConvOutputSize,
  checkEncodePictures,
  checkTrainAutoencoder,
  type EncodePictures,
  type RisingAutoencoder,
} from "mle/checks/mod.ts";
import { DataLoader } from "mle/data/mod.ts";
import { kernelPositions, type SlidingWindow } from "mle/math/mod.ts";
import { inEvaluationMode } from "mle/nn/mod.ts";
import { convOutputSize } from "mle/sheet/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { encodePictures, trainAutoencoder } from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";
import {
  type Autoencoder,
  type AutoencoderEpoch,
  type AutoencoderTraining,
  type EncodedPictures,
} from "mle/train/mod.ts";
import { checkErrorOf } from "./check_error_of.ts";

Deno.test("what is right passes, and the checks leave nothing behind", async () => {
  await assertNoTensorsLeft(async () => {
    await checkTrainAutoencoder(trainAutoencoder);
    await checkEncodePictures(encodePictures);
  });
  checkConvOutputSize(convOutputSize);
});

const rows: [string, (row: AutoencoderEpoch) => object, string][] = [
  [
    "batches that count alike",
    (row) => ({ trainLoss: row.meanBatchLoss }),
    "weight each batch's loss by its size",
  ],
  [
    "the mean of the batches",
    (row) => ({ meanBatchLoss: row.trainLoss }),
    "meanBatchLoss: expected [251.13, ",
  ],
  [
    "training loss as test loss",
    (row) => ({ testLoss: row.trainLoss }),
    "Measure it after the epoch's last step, on the test pictures",
  ],
];

for (const [name, change, expected] of rows) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(
      checkTrainAutoencoder(async (model, training) => {
        const result = await trainAutoencoder(model, training);
        const history = result.history.map((row) => ({
          ...row,
          ...change(row),
        }));
        return { ...result, history };
      }),
    );
    assertStringIncludes(said, expected);
  });
}

const trainings: [string, Partial<AutoencoderTraining>, string][] = [
  ["lines on the console", { print: () => {} }, "not console.log"],
  ["no stop", { signal: undefined }, "Rows, when stopped in epoch 2"],
  ["no progress", { onProgress: undefined }, "What onProgress was told"],
];

for (const [name, change, expected] of trainings) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(
      checkTrainAutoencoder((model, training) =>
        trainAutoencoder(model, { ...training, ...change })
      ),
    );
    assertStringIncludes(said, expected);
  });
}

type Encode = (model: Autoencoder, loader: DataLoader) => EncodedPictures;

const encodings: [string, Encode, string][] = [
  [
    "labels of another pass",
    (model, loader) => ({
      codes: encodePictures(model, loader).codes,
      labels: encodePictures(model, loader).labels,
    }),
    "take codes and labels from the same batches of one pass",
  ],
  [
    "the last batch only",
    (model, loader) => {
      const { codes, labels } = encodePictures(model, loader);
      return { codes: codes.slice(-2), labels: labels.slice(-1) };
    },
    "These are the last batch's alone",
  ],
  [
    "training mode",
    (model, loader) => {
      const { codes, labels } = encodePictures(model, loader);
      return { codes: codes.map((value) => value - 0.5), labels };
    },
    "The model was not in evaluation mode",
  ],
];

for (const [name, encode, expected] of encodings) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(checkEncodePictures(encode));
    assertStringIncludes(said, expected);
  });
}

Deno.test("encoding by the model's own encode is right, too; without tidy it is not", async () => {
  const encode = (isTidy: boolean): EncodePictures => (model, loader) => {
    const [codes, labels]: [number[], number[]] = [[], []];
    inEvaluationMode(model, () => {
      for (using batch of loader) {
        const { pictures } = batch;
        const own = (model as RisingAutoencoder).encode;
        const code = isTidy
          ? tf.tidy(() => own.call(model, pictures))
          : own.call(model, pictures);
        codes.push(...code.dataSync());
        labels.push(...batch.labels.dataSync());
        if (isTidy) code.dispose();
      }
    });
    return { codes: Float32Array.from(codes), labels: Int32Array.from(labels) };
  };
  await checkEncodePictures(encode(true));
  const said = await checkErrorOf(checkEncodePictures(encode(false)));
  assertStringIncludes(said, "put it into tf.tidy");
});

const sizes: [string, (window: SlidingWindow) => number, string][] = [
  [
    "not rounded",
    ({ size, kernelSize, padding = 0, stride = 1 }) =>
      (size + 2 * padding - kernelSize) / stride + 1,
    "A kernel takes whole positions only: round down",
  ],
  [
    "padding once",
    ({ size, kernelSize, padding = 0, stride = 1 }) =>
      Math.floor((size + padding - kernelSize) / stride) + 1,
    "Padding is added at both ends",
  ],
  [
    "counted",
    (window) => kernelPositions(window).length,
    "it takes no loop and no kernelPositions",
  ],
  ["one short", (window) => convOutputSize(window) - 1, "counted from 0"],
];

for (const [name, outputSize, expected] of sizes) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(
      (async () => await checkConvOutputSize(outputSize))(),
    );
    assertStringIncludes(said, expected);
  });
}
