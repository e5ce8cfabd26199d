import { assertEquals, assertThrows } from "@std/assert";
import { maxPool2d } from "mle/ops/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

// 1 5 2
// 7 3 4
// 0 6 8
const picture = () => tf.tensor4d([1, 5, 2, 7, 3, 4, 0, 6, 8], [1, 3, 3, 1]);

Deno.test("maxPool2d takes the maximum of each window, without padding", () => {
  tf.tidy(() => {
    const overlapping = maxPool2d(picture(), 2, 1);
    assertEquals(overlapping.shape, [1, 2, 2, 1]);
    assertClose(overlapping, [7, 5, 7, 8]);
    const halved = maxPool2d(picture(), 2, 2);
    assertEquals(halved.shape, [1, 1, 1, 1]);
    assertClose(halved, [7]);
  });
});

Deno.test("maxPool2d's gradient goes to the maxima and adds up there", () => {
  tf.tidy(() => {
    const gradient = tf.grad((x) => maxPool2d(x, 2, 1));
    const dy = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
    assertClose(gradient(picture(), dy), [0, 10, 0, 101, 0, 0, 0, 0, 1000]);
  });
});

Deno.test("maxPool2d's window may have more places than a byte can count", () => {
  tf.tidy(() => {
    for (const place of [0, 255, 256, 288]) {
      const numbers = new Float32Array(17 * 17);
      numbers[place] = 3;
      const x = tf.tensor4d(numbers, [1, 17, 17, 1]);
      const pool = (x: tf.Tensor) => maxPool2d(x, 17, 1);
      assertClose(pool(x), [3]);
      const gradient = tf.grad(pool)(x, tf.ones([1, 1, 1, 1]));
      assertClose(gradient, numbers.map((number) => number / 3));
    }
  });
});

Deno.test("maxPool2d's maximum is NaN where there is one, in windows of any size", () => {
  tf.tidy(() => {
    for (const size of [2, 17]) {
      const numbers = new Float32Array(2 * size * size).fill(-1);
      numbers[1] = NaN; // in the first of two windows
      const x = tf.tensor4d(numbers, [2, size, size, 1]);
      assertClose(maxPool2d(x, size, 1), [NaN, -1]);
    }
  });
});

Deno.test("maxPool2d refuses what is no picture, or smaller than the window", () => {
  tf.tidy(() => {
    for (const shape of [[3, 3, 1], [1, 1, 3, 1], [1, 3, 1, 1]]) {
      assertThrows(
        () => maxPool2d(tf.zeros(shape), 2, 2),
        TypeError,
        "Cannot apply maxPool2d(2): expected [batch, height, width, channels] " +
          `with height and width of at least 2, got [${shape.join(", ")}]`,
      );
    }
  });
});
