import { join } from "node:path";

/** What a student might have written: the file of each solution cell, by notebook. */
const FILES: Record<string, Record<string, string>> = {
  "exercise_1_derivations.ipynb": { "output-size-answer": "conv_output_size" },
  "exercise_2_cnn_classifier.ipynb": {
    "task-1-answer": "cnn_classifier",
    "task-2-answer": "picture_dataset",
    "task-3-answer": "train_classifier",
    "task-4-answer": "test_best_and_last",
  },
  "exercise_3_autoencoders.ipynb": {
    "task-1-answer": "conv_autoencoder",
    "task-2-answer": "train_autoencoder",
    "task-3-answer": "pca_autoencoder",
    "task-4-answer": "encode_pictures",
  },
};

/** The notebooks that have such answers. */
export const ANSWERED: readonly string[] = Object.keys(FILES);

/** A student's answers to a notebook's tasks, by the solution cell's id. */
export async function answersTo(
  notebook: string,
): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const [cell, name] of Object.entries(FILES[notebook])) {
    const path = join(import.meta.dirname!, "answers", `${name}.ts`);
    const text = await Deno.readTextFile(path);
    answers.set(cell, text.replaceAll(/^export /gm, ""));
  }
  return answers;
}
