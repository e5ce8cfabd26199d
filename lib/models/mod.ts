/**
 * The sheet's models.
 *
 * @module
 */
export { CnnClassifier } from "./cnn_classifier.ts";
