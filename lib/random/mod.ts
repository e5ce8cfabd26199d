/**
 * Random numbers that reproduce PyTorch's CPU generator, seed for seed.
 *
 * @module
 */
export { defaultGenerator, manualSeed } from "./default_generator.ts";
export { Generator } from "./generator.ts";
export type { Seed } from "./seed.ts";
export { skipExercise2Draws } from "./skip_exercise_2_draws.ts";
export { shuffledOrder } from "./shuffled_order.ts";
export { rand, randn, type RandomValues } from "./tensors.ts";
export { withSeed } from "./with_seed.ts";
