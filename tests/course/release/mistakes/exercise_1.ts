import { type WrongAnswer, wrongAnswers } from "./wrong_answer.ts";

const NOTEBOOK = "exercise_1_derivations.ipynb";

/** Wrong answers to Exercise 1. */
export const EXERCISE_1: readonly WrongAnswer[] = [
  ...wrongAnswers(NOTEBOOK, "output-size-answer", [
    ["not rounded down", "Math.floor(", "(", "round down"],
    [
      "padding on one side only",
      "2 * padding",
      "padding",
      "Padding is added at both ends",
    ],
    ["one position short", " + 1;", ";", "Positions are counted from 0"],
    ["rounded up", "Math.floor", "Math.ceil", "round down"],
    ["rounded to the nearest", "Math.floor", "Math.round", "round down"],
  ]),
];
