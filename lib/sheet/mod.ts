/**
 * What the sheet asks students to write: models, data set and training loops.
 *
 * @module
 */
export { classifierFeatures } from "./classifier_features.ts";
export { CnnClassifier } from "./cnn_classifier.ts";
export { ConvAutoencoder } from "./conv_autoencoder.ts";
export { convOutputSize } from "./conv_output_size.ts";
export { encodePictures } from "./encode_pictures.ts";
export { encoderFeatures } from "./encoder_features.ts";
export { lossChart } from "./loss_chart.ts";
export { makeLoaders } from "./make_loaders.ts";
export { PcaAutoencoder } from "./pca_autoencoder.ts";
export { PictureDataset } from "./picture_dataset.ts";
export { testBestAndLast } from "./test_best_and_last.ts";
export { trainAndTestLoaders } from "./train_and_test_loaders.ts";
export { trainAutoencoder } from "./train_autoencoder.ts";
export { trainClassifier } from "./train_classifier.ts";
export { trainWithRates } from "./train_with_rates.ts";
