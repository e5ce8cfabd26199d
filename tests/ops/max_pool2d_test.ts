import { assertEquals, assertThrows } from "@std/assert";
import { maxPool2d } from "mle/ops/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { assertClose } from "mle/testing/mod.ts";

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
