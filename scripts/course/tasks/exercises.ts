/** A grade cell: hidden tests run before the self-check that students see. */
export interface Check {
  /** The file `<tests>_tests.ts` in the exercise's folder. */
  tests: string;
  /** What the hidden tests are worth together. */
  points: number;
}

/** What students are asked for in a notebook, by the ids of its cells. */
export interface Exercise {
  /** The notebook's name, without `.ipynb`. */
  notebook: string;
  /** The folder beside this file with prompts and hidden tests. */
  folder: string;
  /** Code that students write: the file `<name>_prompt.ts` they start from. */
  answers: Record<string, string>;
  /** Cells that look at such code. */
  checks: Record<string, Check>;
  /** Texts that students write and a person marks: their points. */
  texts: Record<string, number>;
}

/** All that is asked for, and what it is worth. */
export const EXERCISES: readonly Exercise[] = [
  {
    notebook: "exercise_1_derivations",
    folder: "exercise_1",
    answers: {
      "density-of-sum": "density_of_sum",
      "position-fits": "position_fits",
      "output-size-answer": "conv_output_size",
    },
    checks: {
      "check-output-size": { tests: "conv_output_size", points: 2 },
    },
    texts: { "sum-conclusion": 5, "output-size-result": 3 },
  },
  {
    notebook: "exercise_2_cnn_classifier",
    folder: "exercise_2",
    answers: {
      "features-answer": "classifier_features",
      "task-1-answer": "cnn_classifier",
      "task-2-answer": "picture_dataset",
      "loaders-answer": "make_loaders",
      "task-3-answer": "train_classifier",
      "loss-chart-answer": "loss_chart",
      "task-4-answer": "test_best_and_last",
      "rates-answer": "train_with_rates",
    },
    checks: {
      "check-features": { tests: "classifier_features", points: 1 },
      "check-task-1": { tests: "cnn_classifier", points: 5 },
      "check-task-2": { tests: "picture_dataset", points: 2 },
      "check-loaders": { tests: "make_loaders", points: 1 },
      "check-task-3": { tests: "train_classifier", points: 5 },
      "check-loss-chart": { tests: "loss_chart", points: 1 },
      "check-task-4": { tests: "test_best_and_last", points: 2 },
      "check-rates": { tests: "train_with_rates", points: 1 },
    },
    texts: { "learning-rates-meaning": 2 },
  },
  {
    notebook: "exercise_3_autoencoders",
    folder: "exercise_3",
    answers: {
      "loaders-answer": "train_and_test_loaders",
      "features-answer": "encoder_features",
      "task-1-answer": "conv_autoencoder",
      "task-2-answer": "train_autoencoder",
      "task-3-answer": "pca_autoencoder",
      "task-4-answer": "encode_pictures",
    },
    checks: {
      "check-loaders": { tests: "train_and_test_loaders", points: 1 },
      "check-features": { tests: "encoder_features", points: 1 },
      "check-task-1": { tests: "conv_autoencoder", points: 5 },
      "check-task-2": { tests: "train_autoencoder", points: 4 },
      "check-task-3": { tests: "pca_autoencoder", points: 2 },
      "check-task-4": { tests: "encode_pictures", points: 2 },
    },
    texts: { "task-3-why": 3, "observation": 2 },
  },
];

/** The exercise of a notebook, if there is one. */
export function exerciseOf(notebook: string): Exercise | undefined {
  return EXERCISES.find((exercise) => exercise.notebook === notebook);
}
