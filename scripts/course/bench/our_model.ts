import type { Batch, DataLoader } from "mle/data/mod.ts";
import type { PictureDataset } from "mle/sheet/mod.ts";
import {
  CnnClassifier,
  ConvAutoencoder,
  PcaAutoencoder,
} from "mle/sheet/mod.ts";
import type { Module } from "mle/nn/mod.ts";
import { mseLoss, nllLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
import type { Tensor } from "mle/tf/mod.ts";
import { trainAutoencoder, trainClassifier } from "mle/sheet/mod.ts";
import type { Workload } from "./workloads.ts";

const SEED = 42;

/** One of the sheet's models, trained with this library. */
export interface OurModel {
  model: Module;
  optimizer: Adam;
  /** What the model makes of pictures: log-probabilities or reconstructions. */
  forward(pictures: Tensor): Tensor;
  /** The loss of a batch, a scalar. */
  loss(batch: Batch): Tensor;
  /** Trains one epoch as the notebooks do; returns the mean loss of its batches. */
  epoch(trainLoader: DataLoader, heldOutLoader: DataLoader): Promise<number>;
}

/** Sets the seed, then makes the model named by a job. */
export function ourModel(
  { model: name, latentDim }: Pick<Workload, "model" | "latentDim">,
  { pictureShape }: Pick<PictureDataset, "pictureShape">,
): OurModel {
  manualSeed(SEED);
  const common = { epochs: 1, print: () => {} };
  if (name === "cnn") {
    const model = new CnnClassifier();
    const optimizer = new Adam(model.parameters());
    return {
      model,
      optimizer,
      forward: (pictures) => model.forward(pictures),
      loss: ({ pictures, labels }) => nllLoss(model.forward(pictures), labels),
      epoch: async (trainLoader, valLoader) => {
        const training = { ...common, trainLoader, valLoader, optimizer };
        const { history } = await trainClassifier(model, training);
        return history[0].meanBatchLoss;
      },
    };
  }
  const [height, width, channels] = pictureShape;
  const model = name === "conv-ae"
    ? new ConvAutoencoder(latentDim)
    : new PcaAutoencoder(height * width * channels, latentDim);
  const optimizer = new Adam(model.parameters());
  return {
    model,
    optimizer,
    forward: (pictures) => model.forward(pictures).reconstruction,
    loss: ({ pictures }) =>
      mseLoss(model.forward(pictures).reconstruction, pictures),
    epoch: async (trainLoader, testLoader) => {
      const training = { ...common, trainLoader, testLoader, optimizer };
      const { history } = await trainAutoencoder(model, training);
      return history[0].meanBatchLoss;
    },
  };
}
