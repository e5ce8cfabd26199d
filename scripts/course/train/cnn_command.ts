import { join } from "node:path";
import { Command } from "commander";
import {
  type DataLoader,
  loadSigns,
  NormalizedDataset,
  scalePixels,
  type Signs,
} from "mle/data/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
// Not from mod.ts: the charts and the algebra of other answers would cost a run a
// second and 33 MB.
import { CnnClassifier } from "mle/sheet/cnn_classifier.ts";
import { makeLoaders } from "mle/sheet/make_loaders.ts";
import { trainClassifier } from "mle/sheet/train_classifier.ts";
import { evaluateClassifier } from "mle/train/mod.ts";
import { userPath } from "../../shared/command_line.ts";
import { digestOfPictures } from "../../shared/digest_of_pictures.ts";
import { integerFrom, positiveNumber } from "../../shared/number_options.ts";
import { BUILD } from "../../shared/paths.ts";
import { bytesNeeded } from "./run_files.ts";
import { RunFolder } from "./run_folder.ts";
import { stoppable } from "./stoppable.ts";
import { TrainingLine } from "./training_line.ts";

interface CnnOptions {
  seed: number;
  epochs: number;
  lr: number;
  data?: string;
  out?: string;
  fresh: boolean;
}

const NOTE = `
Seeds, then makes the model, then trains it, so that a seed gives the weights
and the batches that it gives in PyTorch. In the end the output folder appears,
with history.csv, best.safetensors (the epoch with the best validation accuracy)
and last.safetensors. Ctrl-C (or SIGTERM)
stops training and keeps the results so far.`;

/** The command `cnn`: trains the classifier of hand signs. */
export function cnnCommand(): Command {
  return new Command("cnn")
    .description("Train the classifier of hand signs (SIGNS).")
    .option("--seed <n>", "the seed of weights and batches", integerFrom(0), 42)
    .option("--epochs <n>", "passes over the training data", integerFrom(1), 50)
    .option("--lr <rate>", "the learning rate", positiveNumber, 0.001)
    .option("--data <dir>", "the folder with the six .npy files of SIGNS")
    .option(
      "--out <dir>",
      "the folder for the results (default: one in build/train/cnn, named by " +
        "what the run is given)",
    )
    .option("--fresh", "replace an existing run", false)
    .addHelpText("after", NOTE)
    .action((options) => stoppable((signal) => trainCnn(options, signal)));
}

/** Returns whether it got to the last epoch. */
async function trainCnn(
  options: CnnOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { seed, epochs, lr, fresh } = options;
  const signs = await loadSigns(options.data && userPath(options.data));
  const { standIn, notice } = signs;
  const facts = {
    model: "CnnClassifier",
    data: [...standIn ? [] : ["SIGNS"], ...notice ? [notice] : []].join(": "),
    seed: `${seed}`,
    lr: `${lr}`,
    epochs: `${epochs}`,
  };
  const path = options.out === undefined
    ? join(BUILD, "train", "cnn", cnnRunName(signs, options))
    : userPath(options.out);
  await using out = await RunFolder.open(path, { fresh, facts, goesOn: false });
  const line = new TrainingLine();
  const print = (text: string) =>
    line.print(notice ? `${text} (${notice})` : text);

  manualSeed(seed);
  using model = new CnnClassifier();
  using optimizer = new Adam(model.parameters(), { lr });
  await out.reserve(bytesNeeded(2, model.stateDict(), epochs));
  const { trainLoader, valLoader, testLoader } = loadersOf(signs);
  const data = standIn ? "" : `; data: ${signs.origin}`;
  print(`CnnClassifier, seed ${seed}, learning rate ${lr}${data}`);
  const { history, bestEpoch, bestStateDict, stopped } = await trainClassifier(
    model,
    {
      trainLoader,
      valLoader,
      optimizer,
      epochs,
      signal,
      onProgress: (progress) => line.show(progress),
      print,
    },
  ).finally(() => line.clear());

  if (bestEpoch === undefined || bestStateDict === undefined) {
    print(
      "Stopped before the end of the first epoch: there is nothing to keep",
    );
    return false;
  }
  const written = await out.finish({
    history: history.map((row) => ({ data: facts.data, ...row })),
    weights: {
      "last.safetensors": {
        stateDict: model.stateDict(),
        facts: { ...facts, epochs: `${history.length}` },
      },
      "best.safetensors": {
        stateDict: bestStateDict,
        facts: { ...facts, epochs: `${bestEpoch.epoch}` },
      },
    },
  }, stopped);
  print(`Test accuracy of the last weights: ${accuracyOf(model, testLoader)}`);
  model.loadStateDict(bestStateDict);
  print(
    `Test accuracy of the best weights (epoch ${bestEpoch.epoch}): ` +
      accuracyOf(model, testLoader),
  );
  print(`Wrote ${written}`);
  if (stopped) print(`Stopped after ${history.length} of ${epochs} epochs`);
  return !stopped;
}

/** The name of a run's folder, made of what determines the run. */
export function cnnRunName(
  signs: Signs,
  { seed, epochs, lr }: Pick<CnnOptions, "seed" | "epochs" | "lr">,
): string {
  const { standIn, train, val, test } = signs;
  const data = standIn
    ? "stand_in"
    : `signs_${digestOfPictures(train, val, test)}`;
  return `${data}-seed_${seed}-lr_${lr}-epochs_${epochs}`;
}

const accuracyOf = (model: CnnClassifier, loader: DataLoader): string =>
  `${(100 * evaluateClassifier(model, loader).accuracy).toFixed(2)}%`;

/** The loaders of SIGNS, as Exercise 2 has them. */
export function loadersOf(
  { train, val, test }: Signs,
): ReturnType<typeof makeLoaders> {
  return makeLoaders(
    new NormalizedDataset(train, scalePixels),
    new NormalizedDataset(val, scalePixels),
    new NormalizedDataset(test, scalePixels),
  );
}
