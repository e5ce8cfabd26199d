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
 * The window with its defaults filled in, provided that the kernel fits.
 *
 * @throws RangeError if it does not fit, or a number is out of range
 */
export function checkedWindow(window: SlidingWindow): Required<SlidingWindow> {
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
  if (kernelSize > size + 2 * padding) {
    throw new RangeError(
      `Cannot place the kernel: expected at most ${
        size + 2 * padding
      } pixels (the padded input), got a kernelSize of ${kernelSize}`,
    );
  }
  return { size, kernelSize, stride, padding };
}
