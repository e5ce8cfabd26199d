/**
 * Self-checks of the notebooks' tasks: they say what was expected and what was
 * found, and hint at the usual mistake. They are worth no points.
 *
 * @module
 */
export type { CheckedAutoencoder } from "./autoencoder_forward.ts";
export { CheckError } from "./check_error.ts";
export { checkCnnClassifier } from "./cnn_classifier.ts";
export { CNN_CLASSIFIER_STATES } from "./cnn_classifier_states.ts";
export {
  checkConvAutoencoder,
  convAutoencoderStates,
} from "./conv_autoencoder.ts";
export { checkConvOutputSize } from "./conv_output_size.ts";
export { type DrawnLine, drawnLines } from "./drawn_lines.ts";
export { checkEncodePictures, type EncodePictures } from "./encode_pictures.ts";
export {
  checkClassifierFeatures,
  checkEncoderFeatures,
  type FlattenedFeatures,
} from "./flattened_features.ts";
export { checkLossChart, historyOf, type LossChart } from "./loss_chart.ts";
export {
  checkMakeLoaders,
  checkTrainAndTestLoaders,
  type MakeLoaders,
  type TrainAndTestLoaders,
} from "./make_loaders.ts";
export {
  checkPcaAutoencoder,
  pcaAutoencoderStates,
} from "./pca_autoencoder.ts";
export { checkPictureDataset } from "./picture_dataset.ts";
export {
  type GreyRun,
  greyRun,
  greySet,
  RisingAutoencoder,
} from "./rising_autoencoder.ts";
export {
  type Dot,
  type DotRun,
  dotRun,
  dotSet,
  RisingClassifier,
} from "./rising_classifier.ts";
export type { RisingRun } from "./rising_run.ts";
export {
  checkTestBestAndLast,
  type TestBestAndLast,
} from "./test_best_and_last.ts";
export {
  checkTrainAutoencoder,
  type TrainAutoencoder,
} from "./train_autoencoder.ts";
export {
  checkTrainClassifier,
  type TrainClassifier,
} from "./train_classifier.ts";
export {
  checkTrainWithRates,
  fallingTraining,
  newDrawnModel,
  type TrainWithRates,
} from "./train_with_rates.ts";
