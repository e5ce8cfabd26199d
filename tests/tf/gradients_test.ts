import { assertEquals, assertThrows } from "@std/assert";
import { tf, valueAndGradients } from "mle/tf/mod.ts";
import { assertClose, assertNoTensorsLeft } from "mle/testing/mod.ts";

Deno.test("valueAndGradients differentiates by each input it depends on", () => {
  tf.tidy(() => {
    const [x, y, other] = [tf.tensor1d([2, 3]), tf.scalar(5), tf.scalar(1)];
    assertNoTensorsLeft(() =>
      tf.tidy(() => {
        const { value, gradients } = valueAndGradients(
          () => tf.sum(tf.mul(tf.square(x), y)),
          [x, y, other],
        );
        assertClose(value, [65]);
        assertClose(gradients[0]!, [20, 30]);
        assertClose(gradients[1]!, [13]);
        assertEquals(gradients[2], undefined);
      })
    );
  });
});

Deno.test("what was saved for the gradient is freed if there is none", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertNoTensorsLeft(() => {
      tf.tidy(() => {
        assertThrows(
          () =>
            valueAndGradients(() => {
              tf.exp(tf.square(x));
              throw new Error("no value");
            }, [x]),
          Error,
          "no value",
        );
        assertThrows(
          () => valueAndGradients(() => tf.sum(tf.square(1)), [x]),
          Error,
          "Cannot compute gradient",
        );
      });
    });
    assertClose(tf.grad((x) => tf.sum(tf.square(x)))(x), [2, 4]);
  });
});
