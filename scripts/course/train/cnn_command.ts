import { join } from "node:path";
import { Command, Option } from "commander";
import {
  DataLoader,
  loadSigns,
  type PictureSet,
  type Signs,
  STAND_IN_NOTICE,
} from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
import { trainClassifier } from "mle/sheet/mod.ts";
import { evaluateClassifier } from "mle/train/mod.ts";
import { userPath } from "../../shared/command_line.ts";
import { integerFrom, positiveNumber } from "../../shared/number_options.ts";
import { BUILD } from "../../shared/paths.ts";
import { OutputFolder } from "./output_folder.ts";
import { stoppable, STOPPED_CODE } from "./stoppable.ts";
import { TrainingLine } from "./training_line.ts";

interface CnnOptions {
  seed: number;
  epochs: number;
  lr: number;
  data?: string;
  out: string;
}

const NOTE = `
Seeds, then makes the model, then trains it, so that a seed gives the weights
and the batches that it gives in PyTorch. The output folder gets history.csv,
best.safetensors (the epoch with the best validation accuracy) and
last.safetensors. Ctrl-C stops training and keeps what there is.`;

/** The command `cnn`: trains the classifier of hand signs. */
export function cnnCommand(): Command {
  return new Command("cnn")
    .description("Train the classifier of hand signs (SIGNS).")
    .option("--seed <n>", "the seed of weights and batches", integerFrom(0), 42)
    .option("--epochs <n>", "passes over the training data", integerFrom(1), 50)
    .option("--lr <rate>", "the learning rate", positiveNumber, 0.001)
    .option("--data <dir>", "the folder with the six .npy files of SIGNS")
    .addOption(
      new Option("--out <dir>", "the folder for the results")
        .default(join(BUILD, "train", "cnn"), "build/train/cnn"),
    )
    .addHelpText("after", NOTE)
    .action(trainCnn);
}

async function trainCnn(options: CnnOptions): Promise<void> {
  const { seed, epochs, lr } = options;
  const out = await OutputFolder.open(userPath(options.out));
  const signs = await loadSigns({
    dir: options.data && userPath(options.data),
  });
  const line = new TrainingLine();
  const print = (text: string) =>
    line.print(signs.standIn ? `${text} (${STAND_IN_NOTICE})` : text);

  manualSeed(seed);
  using model = new CnnClassifier();
  using optimizer = new Adam(model.parameters(), { lr });
  const { trainLoader, valLoader, testLoader } = loadersOf(signs);
  const { history, bestEpoch, bestStateDict, stopped } = await stoppable(
    (signal) => {
      line.print(
        `CnnClassifier, seed ${seed}, learning rate ${lr}; data: ${signs.origin}`,
      );
      return trainClassifier(model, {
        trainLoader,
        valLoader,
        optimizer,
        epochs,
        signal,
        onProgress: (progress) => line.show(progress),
        print,
      });
    },
  ).finally(() => line.clear());

  const data = signs.standIn ? STAND_IN_NOTICE : "SIGNS";
  await out.writeWeights("last.safetensors", model.stateDict(), {
    ...describe(data, options),
    epochs: `${history.length}`,
  });
  print(`Test accuracy of the last weights: ${accuracyOf(model, testLoader)}`);
  if (bestEpoch && bestStateDict) {
    const rows = history.map((row) => ({ data, ...row }));
    await out.writeHistory("history.csv", rows);
    await out.writeWeights("best.safetensors", bestStateDict, {
      ...describe(data, options),
      epochs: `${bestEpoch.epoch}`,
    });
    model.loadStateDict(bestStateDict);
    print(
      `Test accuracy of the best weights (epoch ${bestEpoch.epoch}): ` +
        accuracyOf(model, testLoader),
    );
  }
  print(`Wrote ${out.path}`);
  if (stopped) {
    print(`Stopped after ${history.length} of ${epochs} epochs`);
    Deno.exitCode = STOPPED_CODE;
  }
}

const describe = (data: string, { seed, lr }: CnnOptions) => ({
  model: "CnnClassifier",
  data,
  seed: `${seed}`,
  lr: `${lr}`,
});

const accuracyOf = (model: CnnClassifier, loader: DataLoader): string =>
  `${(100 * evaluateClassifier(model, loader).accuracy).toFixed(2)}%`;

function loadersOf({ train, val, test }: Signs): Record<
  "trainLoader" | "valLoader" | "testLoader",
  DataLoader
> {
  return {
    trainLoader: new DataLoader(datasetOf(train), {
      batchSize: 64,
      shuffle: true,
    }),
    valLoader: new DataLoader(datasetOf(val), { batchSize: val.count }),
    testLoader: new DataLoader(datasetOf(test), { batchSize: test.count }),
  };
}

function datasetOf(set: PictureSet): PictureDataset {
  const { pixels, labels, height, width, channels } = set;
  const scaled = Float32Array.from(pixels, (value) => value / 255);
  return new PictureDataset(scaled, labels, [height, width, channels]);
}
