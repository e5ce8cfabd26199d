/**
 * The sheet's models.
 *
 * @module
 */
export type { AutoencoderOutput } from "./autoencoder.ts";
export { CnnClassifier } from "./cnn_classifier.ts";
export { ConvAutoencoder } from "./conv_autoencoder.ts";
export { PcaAutoencoder } from "./pca_autoencoder.ts";
export {
  type PrincipalComponents,
  principalComponents,
  reconstructionErrors,
} from "./principal_components.ts";
