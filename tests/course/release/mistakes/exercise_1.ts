import { type WrongAnswer, wrongAnswers } from "./wrong_answer.ts";

const NOTEBOOK = "exercise_1_derivations.ipynb";

/** Wrong answers to Exercise 1. */
export const EXERCISE_1: readonly WrongAnswer[] = [
  ...wrongAnswers(NOTEBOOK, "output-size-answer", [
    ["not rounded down", "Math.floor(", "("],
    ["padding on one side only", "2 * padding", "padding"],
    ["one position short", " + 1;", ";"],
    ["rounded up", "Math.floor", "Math.ceil"],
  ]),
];
