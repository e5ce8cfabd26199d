import { join } from "node:path";
import { Command } from "commander";
import {
  FASHION_MNIST_FORMAT,
  firstOfEachClass,
  loadFashionMnist,
  NormalizedDataset,
} from "mle/data/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
// Not from mod.ts: the charts and the algebra of other answers would cost a run a
// second and 33 MB.
import { ConvAutoencoder } from "mle/sheet/conv_autoencoder.ts";
import { PcaAutoencoder } from "mle/sheet/pca_autoencoder.ts";
import { trainAndTestLoaders } from "mle/sheet/train_and_test_loaders.ts";
import { trainAutoencoder } from "mle/sheet/train_autoencoder.ts";
import { type Autoencoder } from "mle/train/mod.ts";
import { userPath } from "../../shared/command_line.ts";
import { integerFrom, positiveNumber } from "../../shared/number_options.ts";
import { BUILD } from "../../shared/paths.ts";
import { bytesNeeded } from "./run_files.ts";
import { RunFolder } from "./run_folder.ts";
import { stoppable } from "./stoppable.ts";
import { TrainingLine } from "./training_line.ts";

/** Which autoencoder a command trains. */
interface AutoencoderKind {
  name: string;
  what: string;
  latentDim: number;
  make(latentDim: number): Autoencoder;
}

interface AutoencoderOptions {
  latent: number;
  seed: number;
  epochs: number;
  lr: number;
  batchSize: number;
  data?: string;
  out?: string;
  fresh: boolean;
}

const NOTE = `
Trains on the first 1000 training pictures of each class of Fashion-MNIST and
tests on the first 10 test pictures. Seeds, then makes the model, then trains
it, so that a seed gives the weights and the batches that it gives in PyTorch.
In the end the output folder appears, with history.csv, last.safetensors and, in
checkpoints, the run: the same command with more epochs goes on from there, and
so does one that was killed. Ctrl-C (or SIGTERM)
stops training and keeps the results so far.`;

/** The command `conv-ae`: trains the convolutional autoencoder. */
export function convAutoencoderCommand(): Command {
  return autoencoderCommand({
    name: "conv-ae",
    what: "convolutional autoencoder",
    latentDim: 3,
    make: (latentDim) => new ConvAutoencoder(latentDim),
  });
}

/** The command `pca-ae`: trains the linear autoencoder. */
export function pcaAutoencoderCommand(): Command {
  const { height, width } = FASHION_MNIST_FORMAT;
  return autoencoderCommand({
    name: "pca-ae",
    what: "linear autoencoder",
    latentDim: 10,
    make: (latentDim) => new PcaAutoencoder(height * width, latentDim),
  });
}

function autoencoderCommand(kind: AutoencoderKind): Command {
  const { name, what, latentDim } = kind;
  return new Command(name)
    .description(`Train the ${what} (Fashion-MNIST).`)
    .option("--latent <d>", "numbers in a code", integerFrom(1), latentDim)
    .option("--seed <n>", "the seed of weights and batches", integerFrom(0), 42)
    .option("--epochs <n>", "passes over the training data", integerFrom(1), 60)
    .option("--lr <rate>", "the learning rate", positiveNumber, 0.001)
    .option("--batch-size <n>", "pictures per step", integerFrom(1), 64)
    .option("--data <dir>", "the folder with the four files of Fashion-MNIST")
    .option(
      "--out <dir>",
      `the folder for the results (default: one in build/train/${name}, named ` +
        "by what the run is given)",
    )
    .option(
      "--fresh",
      "train from the start, and replace an existing run",
      false,
    )
    .addHelpText("after", NOTE)
    .action((options: AutoencoderOptions) =>
      stoppable((signal) => trainAnAutoencoder(kind, options, signal))
    );
}

/** Returns whether it got to the last epoch. */
async function trainAnAutoencoder(
  kind: AutoencoderKind,
  options: AutoencoderOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { latent, seed, epochs, lr, batchSize, fresh } = options;
  const { train, test, origin } = await selections(options.data);
  const { trainLoader, testLoader } = trainAndTestLoaders(
    train,
    test,
    batchSize,
  );

  manualSeed(seed);
  using model = kind.make(latent);
  using optimizer = new Adam(model.parameters(), { lr });

  const facts = {
    model: model.constructor.name,
    data: "Fashion-MNIST",
    latent: `${latent}`,
    seed: `${seed}`,
    lr: `${lr}`,
    batchSize: `${batchSize}`,
    epochs: `${epochs}`,
  };
  const path = options.out === undefined
    ? join(BUILD, "train", kind.name, autoencoderRunName(options))
    : userPath(options.out);
  await using out = await RunFolder.open(path, { fresh, facts, goesOn: true });
  await out.reserve(bytesNeeded(1, model.stateDict(), epochs));
  const line = new TrainingLine();
  line.print(
    `${model.constructor.name}, latent dimension ${latent}, seed ${seed}, ` +
      `learning rate ${lr}, batches of ${batchSize}; data: ${origin}`,
  );
  const { history, stopped } = await trainAutoencoder(model, {
    trainLoader,
    testLoader,
    optimizer,
    epochs,
    checkpointDir: out.checkpointDir,
    fresh,
    signal,
    onProgress: (progress) => line.show(progress),
    print: (text) => line.print(out.named(text)),
  }).catch(async (error) => {
    throw await out.damaged(error);
  }).finally(() => line.clear());

  if (history.length === 0) {
    line.print(
      "Stopped before the end of the first epoch: there is nothing to keep",
    );
    return false;
  }
  const written = await out.finish({
    history,
    weights: {
      "last.safetensors": {
        stateDict: model.stateDict(),
        facts: { ...facts, epochs: `${history.length}` },
      },
    },
  }, stopped);
  line.print(`Wrote ${written}`);
  if (stopped) {
    line.print(`Stopped after ${history.length} of ${epochs} epochs`);
  }
  return !stopped;
}

/** The name of a run's folder, made of what determines the run but its length. */
export function autoencoderRunName(
  { latent, seed, lr, batchSize }: Omit<AutoencoderOptions, "epochs" | "fresh">,
): string {
  return `latent_${latent}-seed_${seed}-lr_${lr}-batch_${batchSize}`;
}

/** The pictures to train on and to test on; all others are let go. */
async function selections(
  folder?: string,
): Promise<Record<"train" | "test", NormalizedDataset> & { origin: string }> {
  const { classCount } = FASHION_MNIST_FORMAT;
  const { train, test, origin } = await loadFashionMnist(
    folder && userPath(folder),
  );
  const selected = {
    train: new NormalizedDataset(firstOfEachClass(train, 1000, classCount)),
    test: new NormalizedDataset(firstOfEachClass(test, 10, classCount)),
    origin,
  };
  // 55 MB, which the garbage collector may leave until the end of the run.
  for (const { pixels } of [train, test]) {
    (pixels.buffer as ArrayBuffer).transfer(0);
  }
  return selected;
}
