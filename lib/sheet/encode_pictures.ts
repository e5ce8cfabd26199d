import type { DataLoader } from "../data/mod.ts";
import {
  type Autoencoder,
  type EncodedPictures,
  forEachBatch,
} from "../train/mod.ts";

/**
 * Encodes a loader's pictures, in evaluation mode and without gradients. The
 * code and label at the same index belong to the same picture, in the loader's
 * order.
 */
export function encodePictures(
  model: Autoencoder,
  loader: DataLoader,
): EncodedPictures {
  const codes: number[] = [];
  const labels: number[] = [];
  forEachBatch(model, loader, (batch) => {
    codes.push(...model.forward(batch.pictures).code.dataSync());
    labels.push(...batch.labels.dataSync());
  });
  return { codes: Float32Array.from(codes), labels: Int32Array.from(labels) };
}
