import { assertThrows } from "@std/assert";
import { linear } from "mle/ops/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

Deno.test("linear multiplies and adds the bias", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2], [0, -1]]);
    const weight = tf.tensor2d([[1, 2], [10, 20], [100, 200]]);
    const y = linear(x, weight, tf.tensor1d([0.5, 0, 1]));
    assertClose(y, tf.tensor2d([[5.5, 50, 501], [-1.5, -20, -199]]));
  });
});

Deno.test("linear refuses another count of features, and pictures", () => {
  tf.tidy(() => {
    for (const shape of [[4, 3], [2], [4, 1, 1, 2]]) {
      assertThrows(
        () => linear(tf.zeros(shape), tf.zeros([3, 2]), tf.zeros([3])),
        TypeError,
        `Cannot apply linear(2, 3): expected [batch, 2], got [${
          shape.join(", ")
        }]`,
      );
    }
  });
});
