import type { SlidingWindow } from "mle/math/mod.ts";

export function convOutputSize(
  { size, kernelSize, stride = 1, padding = 0 }: SlidingWindow,
): number {
  return Math.floor((size + 2 * padding - kernelSize) / stride) + 1;
}
