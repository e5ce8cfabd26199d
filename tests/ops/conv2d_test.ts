import { assert, assertEquals, assertThrows } from "@std/assert";
import { conv2d } from "mle/ops/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

// 1 2 3
// 4 5 6
const picture = () => tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);

Deno.test("conv2d correlates, it does not flip the kernel", () => {
  tf.tidy(() => {
    const filter = tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]);
    const y = conv2d(picture(), filter, tf.tensor1d([0.5]));
    assertEquals(y.shape, [1, 1, 2, 1]);
    // 1·1 + 10·2 + 100·4 + 1000·5 and 1·2 + 10·3 + 100·5 + 1000·6
    assertClose(y, [5421.5, 6532.5]);
  });
});

Deno.test("conv2d sums over input channels, for each output channel", () => {
  tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3], [1, 1, 1, 3]);
    const filter = tf.tensor4d([1, 10, 2, 20, 3, 30], [1, 1, 3, 2]);
    assertClose(conv2d(x, filter, tf.tensor1d([0, 1])), [14, 141]);
  });
});

Deno.test("conv2d pads with zeros on all four sides, and strides", () => {
  tf.tidy(() => {
    const filter = tf.ones([3, 3, 1, 1]);
    const bias = tf.zeros([1]);
    const sums = [12, 21, 16, 12, 21, 16];
    assertClose(conv2d(picture(), filter, bias, { padding: "same" }), sums);
    assertClose(conv2d(picture(), filter, bias, { padding: 1 }), sums);
    const y = conv2d(picture(), filter, bias, { padding: 1, stride: 2 });
    assertEquals(y.shape, [1, 1, 2, 1]);
    assertClose(y, [12, 16]);
  });
});

Deno.test('conv2d pads with "same" on the right and below if the kernel is even', () => {
  tf.tidy(() => {
    for (const outChannels of [1, 4, 16]) { // whichever algorithm
      const filter = tf.ones([2, 2, 1, outChannels]);
      const bias = tf.zeros([outChannels]);
      const y = conv2d(picture(), filter, bias, { padding: "same" });
      assertEquals(y.shape, [1, 2, 3, outChannels]);
      // 1 + 2 + 4 + 5, 2 + 3 + 5 + 6, 3 + 6, …
      const sums = [12, 16, 9, 9, 11, 6];
      assertClose(tf.max(y, 3), sums);
      assertClose(tf.min(y, 3), sums);
    }
  });
});

Deno.test("conv2d refuses what is no picture, or one of other channels", () => {
  tf.tidy(() => {
    const apply = (shape: number[]) => () =>
      conv2d(tf.zeros(shape), tf.zeros([3, 3, 3, 4]), tf.zeros([4]));
    assertThrows(
      apply([64, 32, 32, 1]),
      TypeError,
      "Cannot apply conv2d(3, 4): expected [batch, height, width, 3], got " +
        "[64, 32, 32, 1]",
    );
    assertThrows(apply([32, 32, 3]), TypeError, "got [32, 32, 3]");
  });
});

Deno.test("conv2d refuses pictures smaller than the kernel, padding counted", () => {
  tf.tidy(() => {
    const apply = (shape: number[], padding: number | "same") => () =>
      conv2d(tf.zeros(shape), tf.zeros([5, 3, 1, 1]), tf.zeros([1]), {
        padding,
      });
    assertThrows(
      apply([2, 4, 3, 1], 0),
      TypeError,
      "Cannot apply conv2d(1, 1): expected height ≥ 5 and width ≥ 3, got " +
        "[2, 4, 3, 1]",
    );
    assertThrows(apply([2, 5, 2, 1], 0), TypeError, "got [2, 5, 2, 1]");
    assertThrows(
      apply([2, 2, 8, 1], 1),
      TypeError,
      "expected height ≥ 3 and width ≥ 1, got [2, 2, 8, 1]",
    );
    assertEquals(apply([2, 3, 1, 1], 1)().shape, [2, 1, 1, 1]);
    assertEquals(apply([2, 1, 1, 1], "same")().shape, [2, 1, 1, 1]);
  });
});

Deno.test('conv2d refuses padding "same" with a stride, as PyTorch does', () => {
  tf.tidy(() => {
    assertThrows(
      () =>
        conv2d(picture(), tf.ones([3, 3, 1, 1]), tf.zeros([1]), {
          padding: "same",
          stride: 2,
        }),
      RangeError,
      'Cannot apply conv2d: expected stride 1 with padding "same", got 2',
    );
  });
});

Deno.test("∞ in a picture reaches only the weights that it meets", () => {
  tf.tidy(() => {
    const x = tf.tensor4d([1, 1, 1, 1, 1, Infinity], [1, 1, 6, 1]);
    for (const out of [1, 2, 4, 8]) {
      const filter: Tensor = tf.ones([1, 3, 1, out]);
      const compute = () => tf.sum(conv2d(x, filter, tf.zeros([out])));
      const { gradients } = valueAndGradients(compute, [filter]);
      const expected = [4, 4, Infinity].flatMap((sum) => Array(out).fill(sum));
      assertEquals([...gradients[0]!.dataSync()], expected);
    }
  });
});

Deno.test("conv2d of thin, long pictures needs no more memory than they have", () => {
  const [length, channels] = [100_000, 64];
  const before = Deno.memoryUsage().rss;
  tf.tidy(() => {
    const x: Tensor = tf.ones([1, length, 1, channels]);
    const filter: Tensor = tf.ones([1, 1, channels, 1]);
    const y = conv2d(x, filter, tf.zeros([1]));
    assertEquals([y.shape[1], tf.max(y).dataSync()[0]], [length, channels]);
  });
  const grown = Deno.memoryUsage().rss - before;
  assert(grown < 5 * 4 * length * channels, `grown by ${grown} bytes`);
});
