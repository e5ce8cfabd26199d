import type { NotebookPicture } from "./take_picture.ts";

const CNN = "exercise_2_cnn_classifier";

/** The pictures that README.md shows. */
export const README_PICTURES: readonly NotebookPicture[] = [
  { notebook: CNN, cell: "curves", file: "cnn_curves.svg" },
  { notebook: CNN, cell: "confusion", file: "cnn_confusion_matrix.svg" },
  { notebook: CNN, cell: "mistakes", file: "cnn_mistakes.png" },
  {
    notebook: CNN,
    cell: "learning-rate-study",
    file: "cnn_learning_rates.svg",
  },
];
