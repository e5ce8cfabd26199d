import { withSeed } from "../random/mod.ts";

/** The seed with which a check starts. */
export const CHECK_SEED = 7;

/**
 * Runs a check with its own seed, so that a notebook's numbers are the same
 * with and without the check.
 */
export const asIfNotRun = (
  check: () => void | Promise<void>,
): Promise<void> => withSeed(CHECK_SEED, check);
