/**
 * Training loops and evaluation.
 *
 * @module
 */
export {
  type ClassifierEvaluation,
  evaluateClassifier,
} from "./evaluate_classifier.ts";
export { NonFiniteLossError } from "./non_finite_loss_error.ts";
export {
  type ClassifierEpoch,
  type ClassifierTraining,
  type ClassifierTrainingResult,
  trainClassifier,
  type TrainingHooks,
  type TrainingProgress,
} from "./train_classifier.ts";
