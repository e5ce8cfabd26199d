import { handOut } from "mle/grading/mod.ts";
import { Generator } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's convOutputSize computes. */
export async function hiddenTests(
  convOutputSize: typeof sheet.convOutputSize,
): Promise<void> {
  await handOut((seed) => {
    const random = new Generator(seed);
    const integer = (from: number, to: number) =>
      from + random.random32() % (to - from + 1);
    /** Sizes for some windows, among them one whose stride leaves a rest. */
    const sizes = (paddings: [number, number], strides: [number, number]) =>
      Array.from({ length: 8 }, (_, i) => {
        const stride = integer(...strides);
        const kernelSize = integer(1, 7);
        const padding = integer(...paddings);
        const rest = i === 0 ? stride - 1 : integer(0, stride - 1);
        const steps = i % 2 === 1
          ? integer(6, 20)
          : integer(1e8, Math.floor(9e8 / stride)); // more than can be counted
        const size = kernelSize + stride * steps + rest;
        return convOutputSize({ size, kernelSize, padding, stride });
      });
    return {
      "sizes without padding, with stride 1": () => sizes([0, 0], [1, 1]),
      "sizes with padding": () => sizes([1, 3], [1, 1]),
      "sizes with larger strides": () => sizes([0, 0], [3, 5]),
      "sizes with padding and larger strides": () => sizes([1, 3], [2, 5]),
    };
  });
}
