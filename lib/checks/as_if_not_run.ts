import { defaultGenerator, manualSeed } from "../random/mod.ts";

/**
 * Runs a check with its own seed and then restores the default generator, so
 * that a notebook's numbers are the same with and without the check.
 */
export async function asIfNotRun(
  check: () => void | Promise<void>,
): Promise<void> {
  const state = defaultGenerator.getState();
  manualSeed(7);
  try {
    await check();
  } finally {
    defaultGenerator.setState(state);
  }
}
