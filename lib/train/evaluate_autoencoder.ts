import type { DataLoader } from "../data/mod.ts";
import { mseLoss } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { forEachBatch } from "./for_each_batch.ts";
import type { Autoencoder, AutoencoderEvaluation } from "./training.ts";

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
  const loss = autoencoderLoss(model, loader, (reconstruction, first) => {
    reconstructions.set(reconstruction.dataSync(), first * pictureSize);
  });
  return { loss, reconstructions };
}

/**
 * The mean squared error of an autoencoder's reconstructions of a loader's data,
 * in evaluation mode and without gradients. Keeps none of them, which matters
 * for many pictures.
 *
 * @param see Is given the reconstructions of each batch, and how many pictures
 * came before it.
 */
export function autoencoderLoss(
  model: Autoencoder,
  loader: DataLoader,
  see?: (reconstruction: Tensor, first: number) => void,
): number {
  let seen = 0;
  let lossSum = 0;
  forEachBatch(model, loader, (batch) => {
    const { reconstruction } = model.forward(batch.pictures);
    see?.(reconstruction, seen);
    const loss = mseLoss(reconstruction, batch.pictures);
    lossSum += batch.size * loss.dataSync()[0];
    seen += batch.size;
  });
  return lossSum / loader.dataset.length;
}
