/**
 * Training loops and evaluation.
 *
 * @module
 */
export type {
  AutoencoderEpoch,
  AutoencoderTraining,
  AutoencoderTrainingResult,
} from "./autoencoder_training.ts";
export { CHECKPOINT_DIR } from "./checkpoint_dir.ts";
export type {
  ClassifierEpoch,
  ClassifierTraining,
  ClassifierTrainingResult,
} from "./classifier_training.ts";
export { encodePictures } from "./encode_pictures.ts";
export type { EncodedPictures } from "./encoded_pictures.ts";
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
export { testBestAndLast } from "./test_best_and_last.ts";
export { trainAutoencoder } from "./train_autoencoder.ts";
export { trainClassifier } from "./train_classifier.ts";
export type {
  Training,
  TrainingEpoch,
  TrainingHooks,
  TrainingProgress,
} from "./training.ts";
