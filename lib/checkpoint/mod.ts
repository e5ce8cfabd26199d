/**
 * Training runs that are saved after each epoch and can be resumed.
 *
 * @module
 */
export {
  Checkpoint,
  CHECKPOINT_DIR,
  type ResumeOptions,
} from "./checkpoint.ts";
export type { RunStart } from "./run_key.ts";
