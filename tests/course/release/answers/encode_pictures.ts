import type { DataLoader } from "mle/data/mod.ts";
import { inEvaluationMode } from "mle/nn/mod.ts";
import { tf } from "mle/tf/mod.ts";
import type { Autoencoder, EncodedPictures } from "mle/train/mod.ts";

export function encodePictures(
  model: Autoencoder,
  loader: DataLoader,
): EncodedPictures {
  const codes: number[] = [];
  const labels: number[] = [];
  inEvaluationMode(model, () => {
    for (using batch of loader) {
      tf.tidy(() => {
        codes.push(...model.forward(batch.pictures).code.dataSync());
        labels.push(...batch.labels.dataSync());
      });
    }
  });
  return { codes: Float32Array.from(codes), labels: Int32Array.from(labels) };
}
