import { Generator } from "mle/random/generator.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import type { FuzzTarget } from "./target.ts";

/** Seeds that once found something; each is tried whenever tests run. */
export const KEPT_SEEDS: Record<string, readonly number[]> = {};

/** Attacks once with a seed; the error says which. */
export async function attackWith(
  target: FuzzTarget,
  seed: number,
): Promise<void> {
  await using dir = await temporaryFolder();
  try {
    await target.attack(new Generator(seed), dir);
  } catch (error) {
    throw new Error(`${target.name}, seed ${seed}`, { cause: error });
  }
}
