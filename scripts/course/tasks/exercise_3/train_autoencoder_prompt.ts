// deno-lint-ignore-file no-unused-vars require-await
import { type Autoencoder, mseLoss } from "./given.ts";
import type {
  AutoencoderTraining,
  AutoencoderTrainingResult,
} from "mle/train/mod.ts";

/**
 * Trains an autoencoder by the mean squared error between pictures and their
 * reconstructions: per epoch one pass over the training data with a step after
 * each batch, then one over the test data.
 */
async function trainAutoencoder(
  model: Autoencoder,
  training: AutoencoderTraining,
): Promise<AutoencoderTrainingResult> {
  const { trainLoader, testLoader, optimizer, epochs } = training;
  const { signal, onProgress, print = console.log } = training;
  const result: AutoencoderTrainingResult = { history: [], stopped: false };
  // TODO: for each epoch, for (using batch of trainLoader) { … }, where
  // optimizer.step(() => …) is given the batch's loss and returns its value;
  // await onProgress?.({ epoch, epochs, step, steps, history: result.history })
  // after it, so that the history is drawn as a curve.
  throw new Error("trainAutoencoder is not implemented");
}
