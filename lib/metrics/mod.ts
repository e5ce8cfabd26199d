/**
 * Measures of how good a model is, computed from plain arrays.
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
export { nearestNeighbors, neighborClasses } from "./neighbors.ts";
export { principalAngles } from "./principal_angles.ts";
export {
  type PrincipalComponents,
  principalComponents,
  reconstructionErrors,
} from "./principal_components.ts";
export { perClassSilhouette } from "./silhouette.ts";
