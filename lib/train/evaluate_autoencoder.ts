import type { DataLoader } from "../data/mod.ts";
import { mseLoss } from "../ops/mod.ts";
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
