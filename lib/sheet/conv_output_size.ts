import { checkedWindow, type SlidingWindow } from "../math/mod.ts";

/**
 * The output length of a convolution or a pooling along one axis.
 *
 * ```math
 * H_{out} = \left\lfloor \frac{H + 2p - K}{s} \right\rfloor + 1
 * ```
 *
 * The same as `torch.nn.Conv2d` with dilation 1.
 *
 * @throws RangeError if a length is not a positive integer, the padding is
 * negative, or the kernel is longer than the padded input
 */
export function convOutputSize(window: SlidingWindow): number {
  const { size, kernelSize, stride, padding } = checkedWindow(window);
  return Math.floor((size + 2 * padding - kernelSize) / stride) + 1;
}
