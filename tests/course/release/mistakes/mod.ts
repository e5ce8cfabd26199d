import { EXERCISE_1 } from "./exercise_1.ts";
import { EXERCISE_2 } from "./exercise_2.ts";
import { EXERCISE_3 } from "./exercise_3.ts";
import type { WrongAnswer } from "./wrong_answer.ts";

export { changedAnswer, checkOf, type WrongAnswer } from "./wrong_answer.ts";

/** The table of wrong answers: each loses points of its own task alone. */
export const WRONG_ANSWERS: readonly WrongAnswer[] = [
  ...EXERCISE_1,
  ...EXERCISE_2,
  ...EXERCISE_3,
];
