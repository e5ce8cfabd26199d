import type { NotebookPicture } from "./take_picture.ts";

const CNN = "exercise_2_cnn_classifier";
const AE = "exercise_3_autoencoders";

/**
 * The pictures in README.md. None contains pictures of SIGNS, which we may not
 * distribute.
 */
export const README_PICTURES: readonly NotebookPicture[] = [
  { notebook: CNN, cell: "curves", file: "cnn_curves.svg" },
  { notebook: CNN, cell: "confusion", file: "cnn_confusion_matrix.svg" },
  {
    notebook: CNN,
    cell: "learning-rate-study",
    file: "cnn_learning_rates.svg",
  },
  { notebook: AE, cell: "conv-curves", file: "conv_ae_curves.svg" },
  {
    notebook: AE,
    cell: "all-reconstructions",
    file: "conv_ae_reconstructions.png",
  },
  { notebook: AE, cell: "scatter", file: "conv_ae_codes.svg" },
];
