import { assertEquals } from "@std/assert";
import { conv2d, convTranspose2d, maxPool2d, relu } from "mle/ops/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

const inf = Infinity;
const DENORMAL = 1e-40;

const square = (numbers: number[]): Tensor => {
  const length = Math.sqrt(numbers.length);
  return tf.tensor4d(numbers, [1, length, length, 1]);
};
/** The gradient of the output's sum with respect to the input. */
const gradientOf = (run: (x: Tensor) => Tensor, x: Tensor): number[] => [
  ...tf.grad((x) => tf.sum(run(x)))(x).dataSync(),
];

Deno.test("max pooling of NaN and infinities: PyTorch's maxima and gradients", () => {
  const x = () =>
    square([
      ...[NaN, 1, 2, 3],
      ...[4, -inf, inf, 0],
      ...[-inf, -inf, -inf, -inf],
      ...[5, 5, NaN, 5],
    ]);
  const cases: [Tensor, number, number, y: number[], places: number[]][] = [
    [x(), 2, 2, [NaN, inf, 5, NaN], [0, 6, 12, 14]],
    [x(), 3, 1, [NaN, inf, NaN, NaN], [0, 6, 14, 14]],
    [square([-inf, -inf, -inf, -inf]), 2, 2, [-inf], [0]],
    [square([NaN, -inf, NaN, 2]), 2, 2, [NaN], [2]],
  ];
  tf.tidy(() => {
    for (const [x, size, stride, y, places] of cases) {
      const pool = (x: Tensor) => maxPool2d(x, size, stride);
      assertEquals([...pool(x).dataSync()], y);
      const expected = new Array(x.size).fill(0);
      for (const place of places) expected[place]++;
      assertEquals(gradientOf(pool, x), expected);
    }
  });
});

Deno.test("a filter that is not finite makes NaN of the padding's zeros, as in PyTorch", () => {
  tf.tidy(() => {
    for (const [value, inner] of [[NaN, NaN], [inf, inf]]) {
      const filter = tf.tensor4d([0, value, 0, 0, 1, 0, 0, 0, 0], [3, 3, 1, 1]);
      const x = square([1, 1, 1, 1]);
      for (const padding of [1, "same"] as const) {
        const y = conv2d(x, filter, tf.zeros([1]), { padding });
        assertEquals([...y.dataSync()], [NaN, NaN, inner, inner]);
      }
    }
  });
});

Deno.test("a step far beyond the picture is as good as any", () => {
  const stride = 2 ** 30;
  tf.tidy(() => {
    const filter = tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
    const bias = tf.zeros([1]);
    const spread = (x: Tensor) => convTranspose2d(x, filter, bias, { stride });
    assertEquals([...spread(square([2])).dataSync()], [2, 4, 6, 8]);
    assertEquals(gradientOf(spread, square([2])), [10]);
    const x = square([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const convolve = (x: Tensor) => conv2d(x, filter, bias, { stride });
    assertEquals([...convolve(x).dataSync()], [10]);
    assertEquals(gradientOf(convolve, x), [1, 2, 0, 3, 4, 0, 0, 0, 0]);
    const pool = (x: Tensor) => maxPool2d(x, 2, stride);
    assertEquals([...pool(x).dataSync()], [1]);
    assertEquals(gradientOf(pool, x), [1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

Deno.test("denormal numbers count as zero", () => {
  tf.tidy(() => {
    const x = square([-DENORMAL, DENORMAL, -DENORMAL, DENORMAL]);
    assertEquals([...relu(x).dataSync()], [0, 0, 0, 0]);
    const one = tf.ones([1, 1, 1, 1]);
    const y = conv2d(x, one as tf.Tensor4D, tf.zeros([1]));
    assertEquals([...y.dataSync()].map(Math.abs), [0, 0, 0, 0]);
  });
});
