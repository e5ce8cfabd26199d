/**
 * Training loops and evaluation.
 *
 * @module
 */
export { CHECKPOINT_DIR } from "./checkpoint_dir.ts";
export {
  type Autoencoder,
  type AutoencoderEvaluation,
  evaluateAutoencoder,
} from "./evaluate_autoencoder.ts";
export {
  type ClassifierEvaluation,
  evaluateClassifier,
} from "./evaluate_classifier.ts";
export { NonFiniteLossError } from "./non_finite_loss_error.ts";
export {
  type AutoencoderEpoch,
  type AutoencoderTraining,
  type AutoencoderTrainingResult,
  trainAutoencoder,
} from "./train_autoencoder.ts";
export {
  type ClassifierEpoch,
  type ClassifierTraining,
  type ClassifierTrainingResult,
  trainClassifier,
} from "./train_classifier.ts";
export type {
  Training,
  TrainingEpoch,
  TrainingHooks,
  TrainingProgress,
} from "./training.ts";
