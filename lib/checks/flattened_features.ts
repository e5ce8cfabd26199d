import { expectSame, type Mistake } from "./expect.ts";

/** What the first tasks of Exercises 2 and 3 ask for. */
export type FlattenedFeatures = (
  height: number,
  width: number,
) => readonly [channels: number, height: number, width: number];

type Case = [size: [number, number], expected: [number, number, number]];

/**
 * Checks what is left of a picture where the classifier of Exercise 2 flattens
 * it.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkClassifierFeatures(features: FlattenedFeatures): void {
  const hint = "Follow the picture through the table: a convolution with " +
    "padding 1 keeps its size, a pooling of 2 with stride 2 halves it and " +
    "rounds down";
  checkFeatures(features, hint, [[[64, 64], [8, 16, 16]], [[36, 50], [
    8,
    9,
    12,
  ]], [[21, 30], [8, 5, 7]]], [
    { leadsTo: [8, 14, 14], hint: `The convolutions have padding 1. ${hint}` },
    { leadsTo: [8, 32, 32], hint: "There are two poolings" },
    { leadsTo: [8, 64, 64], hint: "The poolings halve the picture" },
    { leadsTo: [8, 62, 62], hint: "The poolings have stride 2" },
    {
      leadsTo: [4, 16, 16],
      hint: "The second convolution gives 8 channels",
    },
    { leadsTo: [3, 16, 16], hint: "The second convolution gives 8 channels" },
  ]);
}

/**
 * Checks what is left of a picture where the encoder of Exercise 3 flattens it.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkEncoderFeatures(features: FlattenedFeatures): void {
  const hint = "Follow the picture through the table: a convolution with " +
    "padding 1 keeps its size, a pooling of 2 with stride 1 takes off one pixel";
  checkFeatures(features, hint, [[[28, 28], [64, 25, 25]], [[40, 31], [
    64,
    37,
    28,
  ]]], [
    {
      leadsTo: [64, 3, 3],
      hint:
        "With stride 1 a pooling does not halve the picture: it takes off " +
        "one pixel",
    },
    { leadsTo: [64, 28, 28], hint: "Each pooling takes off one pixel" },
    { leadsTo: [64, 27, 27], hint: "There are three poolings" },
    { leadsTo: [64, 19, 19], hint: `The convolutions have padding 1. ${hint}` },
    { leadsTo: [32, 25, 25], hint: "The last convolution gives 64 channels" },
    { leadsTo: [16, 25, 25], hint: "The last convolution gives 64 channels" },
  ]);
}

/** The mistakes are those for the first picture. */
function checkFeatures(
  features: FlattenedFeatures,
  hint: string,
  cases: readonly Case[],
  mistakes: readonly Mistake[],
): void {
  for (const [i, [[height, width], expected]] of cases.entries()) {
    const [channels, down, across] = expected;
    expectSame(
      `[channels, height, width] of a picture of ${height} × ${width}`,
      features(height, width),
      expected,
      [
        {
          leadsTo: channels * down * across,
          hint: "That is their product; the three numbers are asked for",
        },
        {
          leadsTo: [down, across, channels],
          hint: "Channels come first here, as in PyTorch",
        },
        {
          leadsTo: [channels, across, down],
          hint: "Height comes before width",
        },
        ...i === 0 ? mistakes : [],
      ],
      hint,
    );
  }
}
