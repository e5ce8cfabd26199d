import { execute, type Tensor, tf } from "../tf/mod.ts";

/**
 * Selects every `stride`-th pixel of zero-padded pictures, channels last,
 * starting with the first.
 *
 * @param stride The step along height and width.
 * @param padding The zeros on all four sides.
 */
export function subsampling(stride: number, padding: number): {
  /** The selected pixels of `x`, [batch, ⌈paddedHeight / stride⌉, …, channels]. */
  choose(x: Tensor): Tensor;
  /**
   * Puts selected pixels back where they came from in a tensor of the given
   * shape, with zeros elsewhere.
   */
  spread(chosen: Tensor, shape: readonly number[]): Tensor;
} {
  const sides: [number, number] = [padding, padding];
  const padded = ([batch, height, width, channels]: readonly number[]) => [
    batch,
    height + 2 * padding,
    width + 2 * padding,
    channels,
  ];
  const slice = (shape: readonly number[]) =>
    [[0, 0, 0, 0], shape, [1, stride, stride, 1]]
      .map((numbers) => tf.tensor1d([...numbers], "int32"));
  return {
    choose: (x) => {
      const whole = padding === 0
        ? x
        : tf.pad(x, [[0, 0], sides, sides, [0, 0]]);
      return execute("StridedSlice", [], [
        whole,
        ...slice(whole.shape),
      ]);
    },
    spread: (chosen, shape) => {
      const whole = padded(shape);
      const spread = execute("StridedSliceGrad", [], [
        tf.tensor1d(whole, "int32"),
        ...slice(whole),
        chosen,
      ]);
      return padding === 0
        ? spread
        : tf.slice(spread, [0, padding, padding, 0], [...shape]);
    },
  };
}
