import { defaultGenerator, manualSeed } from "../random/mod.ts";

/**
 * Runs a check from a seed of its own and puts the default generator back to
 * where it was, so that a notebook's numbers are the same with the check and
 * without it.
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
