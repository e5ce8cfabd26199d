/**
 * Training runs that are saved as they go, and go on where they ended.
 *
 * @module
 */
export {
  Checkpoint,
  CHECKPOINT_DIR,
  type ResumeOptions,
} from "./checkpoint.ts";
export type { RunStart } from "./run_key.ts";
