/**
 * What the sheet asks students to write: models, data set and training loops.
 *
 * @module
 */
export { CnnClassifier } from "./cnn_classifier.ts";
export { ConvAutoencoder } from "./conv_autoencoder.ts";
export { convOutputSize } from "./conv_output_size.ts";
export { encodePictures } from "./encode_pictures.ts";
export { PcaAutoencoder } from "./pca_autoencoder.ts";
export { PictureDataset } from "./picture_dataset.ts";
export { testBestAndLast } from "./test_best_and_last.ts";
export { trainAutoencoder } from "./train_autoencoder.ts";
export { trainClassifier } from "./train_classifier.ts";
