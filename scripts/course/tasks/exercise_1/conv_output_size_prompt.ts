// deno-lint-ignore-file no-unused-vars
import type { SlidingWindow } from "mle/math/mod.ts";

/** The output length of a convolution or a pooling along one axis. */
function convOutputSize(
  { size, kernelSize, stride = 1, padding = 0 }: SlidingWindow,
): number {
  throw new Error("convOutputSize is not implemented");
}
