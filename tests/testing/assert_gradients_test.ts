import { assertThrows } from "@std/assert";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { assertGradients, assertNoTensorsLeft } from "./mod.ts";

/** x³, with a gradient that is `factor` times what it should be. */
const cube = (factor: number) => (x: Tensor): Tensor =>
  tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as Tensor]);
    return {
      value: tf.pow(x as Tensor, 3),
      gradFunc: (dy: Tensor, [x]: Tensor[]) =>
        tf.mul(dy, tf.mul(3 * factor, tf.square(x))),
    };
  })(x);

Deno.test("assertGradients accepts right gradients and refuses wrong ones", () => {
  assertNoTensorsLeft(() =>
    tf.tidy(() => {
      const x = tf.tensor([[0.5, -1], [2, 0]]);
      assertGradients(cube(1), x);
      assertThrows(
        () => assertGradients(cube(1.01), x),
        Error,
        "Expected close gradient of input 0: 3 of 4 differ, the most at [1, 0]",
      );
    })
  );
});

Deno.test("assertGradients differentiates by each input", () => {
  tf.tidy(() => {
    const a = tf.tensor([1, 2, 3]);
    const b = tf.tensor([[0.1], [-0.2]]);
    assertGradients((a, b) => tf.mul(a, tf.exp(b)), a, b);
    assertThrows(
      () => assertGradients((a, b) => tf.mul(a, cube(-1)(b)), a, b),
      Error,
      "Expected close gradient of input 1: 2 of 2 differ",
    );
  });
});
