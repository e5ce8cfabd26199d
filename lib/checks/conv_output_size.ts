import { kernelPositions, type SlidingWindow } from "../math/mod.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";

const WINDOWS: readonly Required<SlidingWindow>[] = [
  { size: 9, kernelSize: 3, padding: 0, stride: 1 },
  { size: 8, kernelSize: 4, padding: 0, stride: 2 },
  { size: 9, kernelSize: 3, padding: 2, stride: 1 },
  { size: 8, kernelSize: 3, padding: 1, stride: 2 },
  { size: 6, kernelSize: 5, padding: 0, stride: 4 },
];

/**
 * Checks the function of Exercise 1.2 by counting positions.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkConvOutputSize(
  outputSize: (window: SlidingWindow) => number,
): void {
  for (const window of WINDOWS) {
    const { size, kernelSize, padding, stride } = window;
    const count = kernelPositions(window).length;
    expectSame(
      `The output's size for H = ${size}, K = ${kernelSize}, p = ${padding}, ` +
        `s = ${stride}`,
      outputSize(window),
      count,
      [
        {
          leadsTo: count - 1,
          hint: "Positions are counted from 0, so there is one more of them " +
            "than the last one's number",
        },
        {
          leadsTo: (size + 2 * padding - kernelSize) / stride + 1,
          hint: "A kernel takes whole positions only: round down",
        },
        {
          leadsTo: Math.ceil((size + 2 * padding - kernelSize) / stride) + 1,
          hint: "The last position does not fit any more: round down, with " +
            "Math.floor, and not up or to the nearest",
        },
        {
          leadsTo: Math.floor((size + padding - kernelSize) / stride) + 1,
          hint: "Padding is added at both ends",
        },
      ],
    );
  }
  // Hidden tests have windows with more positions than can be counted.
  if (/\b(for|while|kernelPositions)\b/.test(`${outputSize}`)) {
    throw new CheckError(
      "The function",
      "a formula",
      "a count of positions, which takes as long as there are positions",
      "Write what you have derived: it takes no loop and no kernelPositions",
    );
  }
  const { size, kernelSize } = WINDOWS[0];
  const expected = kernelPositions({ size, kernelSize }).length;
  const what = "The output's size without stride and padding";
  const hint = "Unless given, the stride is 1 and the padding 0";
  expectSame(what, outputSize({ size, kernelSize }), expected, [], hint);
}
