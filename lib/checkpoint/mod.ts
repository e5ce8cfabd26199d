/**
 * Training runs that are saved after each epoch and can be resumed, and the
 * weights that they lead to.
 *
 * @module
 */
export {
  Checkpoint,
  CHECKPOINT_DIR,
  type ResumeOptions,
} from "./checkpoint.ts";
export type { RunStart } from "./run_key.ts";
export { keepWeights, readKeptWeights } from "./weights.ts";
