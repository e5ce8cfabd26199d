import type { Batch, DataLoader } from "../data/mod.ts";
import { inEvaluationMode, type Module } from "../nn/mod.ts";
import { tf } from "../tf/mod.ts";

/**
 * Calls `look` with each batch of a loader while the model is in evaluation
 * mode; tensors that `look` creates are freed after each batch.
 */
export function forEachBatch(
  model: Module,
  loader: DataLoader,
  look: (batch: Batch) => void,
): void {
  inEvaluationMode(model, () => {
    for (using batch of loader) tf.tidy(() => look(batch));
  });
}
