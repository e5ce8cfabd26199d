/** One axis of a convolution or a pooling. */
export interface SlidingWindow {
  /** Length of the input along this axis, in pixels. */
  readonly size: number;
  /** Length of the kernel. */
  readonly kernelSize: number;
  /** Step from one kernel position to the next (default 1). */
  readonly stride?: number;
  /** Zeros added at each end (default 0). */
  readonly padding?: number;
}

/** One axis of a transposed convolution. */
export interface TransposedWindow extends SlidingWindow {
  /** Positions added at the far end only (default 0); less than the stride. */
  readonly outputPadding?: number;
}

/**
 * The positions that a kernel takes along one axis, found by moving it: the
 * index of its first pixel in the padded input, for as long as its last pixel
 * is still inside.
 *
 * @throws RangeError if a length is not a positive integer, the padding is
 * negative, or the kernel is longer than the padded input
 */
export function kernelPositions(window: SlidingWindow): number[] {
  const { size, kernelSize, stride, padding } = checkedWindow(window);
  const positions = [];
  for (
    let first = 0;
    first + kernelSize <= size + 2 * padding;
    first += stride
  ) positions.push(first);
  return positions;
}

/**
 * The output length of a transposed convolution along one axis.
 *
 * ```math
 * H_{out} = (H - 1)s - 2p + K + r, \qquad 0 \le r < s
 * ```
 *
 * with the output padding r; the same as `torch.nn.ConvTranspose2d` with
 * dilation 1.
 *
 * @throws RangeError if a length is not a positive integer, a padding is
 * negative, the output padding is not less than the stride, or the output would
 * be empty
 */
export function convTransposeOutputSize(window: TransposedWindow): number {
  const { outputPadding = 0 } = window;
  const { size, kernelSize, stride, padding } = positive(window);
  if (
    !Number.isInteger(outputPadding) || outputPadding < 0 ||
    outputPadding >= stride
  ) {
    throw new RangeError(
      `Cannot size the output: expected an output padding from 0 to ${
        stride - 1
      } (less than the stride), got ${outputPadding}`,
    );
  }
  const length = (size - 1) * stride - 2 * padding + kernelSize + outputPadding;
  if (length < 1) {
    throw new RangeError(
      `Cannot size the output: expected a padding that leaves at least one pixel, got ${padding}, which leaves ${length}`,
    );
  }
  return length;
}

/** The window with its defaults filled in. */
function positive(window: SlidingWindow): Required<SlidingWindow> {
  const { size, kernelSize, stride = 1, padding = 0 } = window;
  for (const [name, value] of Object.entries({ size, kernelSize, stride })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot size the output: expected a positive integer as ${name}, got ${value}`,
      );
    }
  }
  if (!Number.isInteger(padding) || padding < 0) {
    throw new RangeError(
      `Cannot size the output: expected a padding that is an integer of at least 0, got ${padding}`,
    );
  }
  return { size, kernelSize, stride, padding };
}

/**
 * The window with its defaults filled in, provided that the kernel fits.
 *
 * @throws RangeError if it does not fit, or a number is out of range
 */
export function checkedWindow(window: SlidingWindow): Required<SlidingWindow> {
  const complete = positive(window);
  const { size, kernelSize, padding } = complete;
  if (kernelSize > size + 2 * padding) {
    throw new RangeError(
      `Cannot place the kernel: expected at most ${
        size + 2 * padding
      } pixels (the padded input), got a kernelSize of ${kernelSize}`,
    );
  }
  return complete;
}
