import type { NotebookPicture } from "./take_picture.ts";

const CNN = "exercise_2_cnn_classifier";
const AE = "exercise_3_autoencoders";

/**
 * The pictures in README.md. None contains pictures of SIGNS, which we may not
 * distribute.
 */
export const README_PICTURES: readonly NotebookPicture[] = [
  [CNN, "curves", "cnn_curves.svg"],
  [CNN, "confusion", "cnn_confusion_matrix.svg"],
  [CNN, "learning-rate-study", "cnn_learning_rates.svg"],
  [AE, "conv-curves", "conv_ae_curves.svg"],
  [AE, "all-reconstructions", "conv_ae_reconstructions.png"],
  [AE, "scatter", "conv_ae_codes.svg"],
].map(([notebook, cell, file]) => ({ notebook, cell, file }));
