import { assertEquals, assertThrows } from "@std/assert";
import {
  asRows,
  execute,
  tf,
  valueAndGradients,
  Variable,
} from "mle/tf/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";

Deno.test("a reshaped tensor has its shape in every op, the old one its own", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
    assertNoTensorsLeft(() => {
      tf.tidy(() => {
        const tall = tf.reshape(x, [3, -1]);
        assertEquals(tall.shape, [3, 2]);
        assertClose(tf.matMul(x, tall as tf.Tensor2D), [22, 28, 49, 64]);
        assertClose(tf.sum(tall, 0), [9, 12]);
        assertClose(tf.sum(x, 0), [5, 7, 9]);
        const back = tf.reshape(tf.reshape(tall, [6]), [2, 3]);
        const [first, second] = [[1, 2, 3], [4, 5, 6]];
        const both = [...first, ...first, ...second, ...second];
        assertClose(tf.concat([x, back], 1), both);
      });
    });
    assertClose(x, [1, 2, 3, 4, 5, 6]);
  });
});

Deno.test("a reshaped tensor outlives the first, and the other way round", () => {
  tf.tidy(() => {
    const x = tf.square(tf.tensor1d([1, 2]));
    const y = tf.reshape(x, [2, 1]);
    x.dispose();
    assertClose(tf.transpose(y), [1, 4]);
    const z = tf.reshape(y, [1, 2]);
    tf.neg(z).dispose();
    z.dispose();
    assertClose(tf.sum(y, 1), [1, 4]);
  });
});

Deno.test("gradients pass through a reshape, and theirs do", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2], [3, 4]]);
    const cubes = () => tf.sum(tf.pow(tf.reshape(x, [4]), 3));
    const gradientOf = (compute: () => tf.Tensor) =>
      valueAndGradients(compute, [x]).gradients[0]!;
    const slope = () => gradientOf(cubes); // 3x²
    assertNoTensorsLeft(() => tf.tidy(() => void slope()));
    assertClose(slope(), tf.tensor2d([[3, 12], [27, 48]]));
    assertClose(
      gradientOf(() => tf.sum(slope())),
      tf.tensor2d([[6, 12], [18, 24]]),
    );
    assertClose(
      tf.grad((x) => tf.sum(tf.pow(tf.reshape(x, [4]), 3)))(x),
      slope(),
    );
    // As it is: the gradient is a tensor of its own.
    const [same] = valueAndGradients(() => tf.sum(tf.reshape(x, [1, 4])), [x])
      .gradients;
    assertClose(same!, tf.ones([2, 2]));
  });
});

Deno.test("an update does not reach a reshaped old value", () => {
  using variable = new Variable(Float32Array.of(1, 2), [2]);
  tf.tidy(() => {
    const old = tf.reshape(variable.value, [2, 1]);
    assertClose(tf.neg(old), [-1, -2]);
    variable.assign(tf.tensor1d([3, 4]));
    assertClose(old, [1, 2]);
    assertClose(variable.value, [3, 4]);
  });
});

Deno.test("a tensor is read as rows in any shape with the same first axis", () => {
  tf.tidy(() => {
    const x = tf.ones([2, 2, 2]);
    const read = (shape: number[]) => asRows(tf.reshape(x, shape)).shape;
    tf.neg(x); // now TensorFlow has it
    assertEquals(read([2, 4]), [2, 2, 2]);
    assertEquals(read([4, 2]), [4, 2]);
    const y = execute("Neg", [], [asRows(tf.reshape(x, [2, 4]))]);
    assertEquals(y.shape, [2, 2, 2]);
  });
});

Deno.test("tf.reshape refuses a shape of another number of numbers", () => {
  tf.tidy(() => {
    for (const shape of [[4], [-1, 4], [-1, 0], [-2, -3], [1.5, 4], [-1, -1]]) {
      assertThrows(
        () => tf.reshape(tf.zeros([2, 3]), shape),
        TypeError,
        `Cannot reshape [2, 3]: expected a shape of 6 numbers, got [${
          shape.join(", ")
        }]`,
      );
    }
    assertThrows(() => tf.reshape(tf.zeros([0, 3]), [1]), TypeError);
    assertEquals(tf.reshape(tf.zeros([0, 3]), [-1, 2]).shape, [0, 2]);
  });
});
