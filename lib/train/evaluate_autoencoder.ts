import type { DataLoader } from "../data/mod.ts";
import type { Module } from "../nn/mod.ts";
import { mseLoss } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { forEachBatch } from "./for_each_batch.ts";

/** A module that makes codes of pictures and pictures of codes. */
export interface Autoencoder extends Module {
  /** Gives the reconstruction, in the input's shape, and the code of `x`. */
  forward(x: Tensor): { reconstruction: Tensor; code: Tensor };
}

/** What an autoencoder makes of a data set. */
export interface AutoencoderEvaluation {
  /** Mean squared error of the reconstructions. */
  loss: number;
  /** [count, height, width, channels], picture by picture. */
  reconstructions: Float32Array;
}

/**
 * Runs an autoencoder over a loader's data, in evaluation mode and without
 * gradients. Reconstructions are in the loader's order.
 */
export function evaluateAutoencoder(
  model: Autoencoder,
  loader: DataLoader,
): AutoencoderEvaluation {
  const { length: count, pictureShape } = loader.dataset;
  const pictureSize = pictureShape.reduce((size, dim) => size * dim, 1);
  const reconstructions = new Float32Array(count * pictureSize);
  let seen = 0;
  let lossSum = 0;
  forEachBatch(model, loader, (batch) => {
    const { reconstruction } = model.forward(batch.pictures);
    reconstructions.set(reconstruction.dataSync(), seen * pictureSize);
    const loss = mseLoss(reconstruction, batch.pictures);
    lossSum += batch.size * loss.dataSync()[0];
    seen += batch.size;
  });
  return { loss: lossSum / count, reconstructions };
}
