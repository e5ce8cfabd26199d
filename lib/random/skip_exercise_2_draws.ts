import { defaultGenerator } from "./default_generator.ts";

// In 32-bit draws: one for a float32 number, two for a 64-bit integer.
const CNN_INIT = 131_934; // all parameters but those of batch normalisation
const TWO_PICTURES = 2 * 3 * 64 * 64;
const PASS_START = 2; // a base seed
const SHUFFLED_PASS_START = 4; // and the seed of an order

/** What the sheet's cells of Exercise 2 draw, by cell number. */
const DRAWS: Record<string, number> = {
  35: CNN_INIT + TWO_PICTURES, // a model, and pictures to try it on
  36: TWO_PICTURES, // the summary's own input
  39: SHUFFLED_PASS_START, // one batch of the training pictures
  41: CNN_INIT + 50 * (SHUFFLED_PASS_START + PASS_START), // 50 epochs
  43: PASS_START, // the test
};

/**
 * Takes from the default generator the random numbers that Exercise 2 of the
 * sheet takes, and drops them: after `manualSeed(42)`, what is drawn next is
 * what the sheet's Exercise 3 draws first.
 */
export function skipExercise2Draws(): void {
  for (const count of Object.values(DRAWS)) {
    for (let i = 0; i < count; i++) defaultGenerator.random32();
  }
}
