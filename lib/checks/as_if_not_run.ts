import { defaultGenerator, manualSeed } from "../random/mod.ts";

/** The seed with which a check starts. */
export const CHECK_SEED = 7;

/**
 * Runs a check with its own seed and then restores the default generator, so
 * that a notebook's numbers are the same with and without the check.
 */
export async function asIfNotRun(
  check: () => void | Promise<void>,
): Promise<void> {
  const state = defaultGenerator.getState();
  manualSeed(CHECK_SEED);
  try {
    await check();
  } finally {
    defaultGenerator.setState(state);
  }
}
