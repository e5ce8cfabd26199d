/**
 * The inputs and results of training loops, helpers that they call, and
 * evaluation.
 *
 * @module
 */
export {
  autoencoderLoss,
  evaluateAutoencoder,
} from "./evaluate_autoencoder.ts";
export { evaluateClassifier } from "./evaluate_classifier.ts";
export { finiteLoss, NonFiniteLossError } from "./finite_loss.ts";
export { forEachBatch } from "./for_each_batch.ts";
export { TrainingMonitor } from "./training_monitor.ts";
export type * from "./training.ts";
