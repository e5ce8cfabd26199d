import { Batch, type DataLoader } from "../data/mod.ts";
import { inEvaluationMode } from "../nn/mod.ts";
import type { Adam } from "../optim/mod.ts";
import { defaultGenerator } from "../random/mod.ts";
import { hasOwnOps, tensorFlowVersion, tf } from "../tf/mod.ts";
import { Digest } from "./digest.ts";
import type { Autoencoder } from "./evaluate_autoencoder.ts";

/** What a run starts from, beside its model. */
export interface RunStart {
  trainLoader: DataLoader;
  testLoader: DataLoader;
  optimizer: Adam;
}

/**
 * A key of all that determines a run's numbers, but for its length: 16
 * hexadecimal digits.
 */
export function runKey(
  model: Autoencoder,
  { trainLoader, testLoader, optimizer }: RunStart,
): string {
  const { lr, betas, eps } = optimizer;
  const digest = new Digest()
    .addFacts({ tensorFlowVersion, hasOwnOps, lr, betas, eps })
    .addStateDict(model.stateDict())
    .addStateDict(optimizer.stateDict())
    .addBytes(defaultGenerator.getState());
  addFunction(digest, model, trainLoader);
  addLoader(digest, trainLoader);
  addLoader(digest, testLoader);
  return digest.toString().slice(0, 16);
}

/**
 * Two models may have the same weights and compute something else with them,
 * such as one whose ReLU has been replaced; what they make of a picture tells.
 */
function addFunction(
  digest: Digest,
  model: Autoencoder,
  { dataset }: DataLoader,
): void {
  using batch = new Batch(dataset, Int32Array.of(0));
  inEvaluationMode(model, () =>
    tf.tidy(() => {
      const { reconstruction, code } = model.forward(batch.pictures);
      digest.addBytes(reconstruction.dataSync()).addBytes(code.dataSync());
    }));
}

function addLoader(
  digest: Digest,
  { dataset, batchSize, shuffle }: DataLoader,
): void {
  const { length, pictureShape } = dataset;
  digest.addFacts({ batchSize, shuffle, length, pictureShape });
  for (let index = 0; index < length; index++) {
    const { picture, label } = dataset.item(index);
    digest.addBytes(picture).addFacts(label);
  }
}
