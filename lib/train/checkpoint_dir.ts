import { join } from "node:path";

/** The folder of the project where notebooks save their training runs. */
export const CHECKPOINT_DIR: string = join(
  import.meta.dirname!,
  ...["..", "..", "build", "checkpoints"],
);
