/**
 * Figures that say how good a model is, from plain arrays.
 *
 * @module
 */
export {
  accuracy,
  argMax,
  confusionMatrix,
  countCorrect,
  perClassAccuracy,
} from "./classification.ts";
