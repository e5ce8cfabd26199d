import { assert, assertThrows } from "@std/assert";
import { batchNorm, batchStatistics } from "mle/ops/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

Deno.test("batchNorm shifts and scales each channel by its statistics", () => {
  tf.tidy(() => {
    const x = tf.tensor4d([1, 10, 3, 30], [1, 1, 2, 2]);
    const statistics = { mean: tf.tensor1d([2, 0]), variance: tf.ones([2]) };
    const gamma = tf.tensor1d([2, 1]);
    const beta = tf.tensor1d([0, 5]);
    const y = batchNorm(x, gamma, beta, statistics, {
      training: false,
      epsilon: 3, // √(1 + 3) = 2
    });
    assertClose(y, [-1, 10, 1, 20]);
  });
});

Deno.test("in use, an infinite input leaves its gradient finite", () => {
  tf.tidy(() => {
    const x = tf.tensor4d([Infinity, 1, -Infinity, 2], [1, 1, 2, 2]);
    const statistics = { mean: tf.tensor1d([2, 0]), variance: tf.ones([2]) };
    const gamma = tf.tensor1d([2, 1]);
    const run = (x: Tensor) =>
      batchNorm(x, gamma, tf.zeros([2]), statistics, {
        training: false,
        epsilon: 3, // √(1 + 3) = 2
      });
    const [gradient] = tf.grads(run)(
      [x],
      tf.tensor4d([1, 4, 3, 8], [1, 1, 2, 2]),
    );
    assertClose(gradient, [1, 2, 3, 4]);
  });
});

Deno.test("batchStatistics are mean and uncorrected variance", () => {
  tf.tidy(() => {
    const x = tf.tensor4d([1, 5, 2, 5, 3, 5, 6, 5], [2, 2, 1, 2]);
    const { mean, variance } = batchStatistics(x);
    assertClose(mean, [3, 5]);
    assertClose(variance, [3.5, 0]); // (4 + 1 + 0 + 9)/4
  });
});

Deno.test("batchStatistics are exact for many numbers far from 0", () => {
  // A mean a thousand times the deviation, in counts that divide into few
  // groups (7), into some (6), and into all of them.
  for (const [batch, side] of [[7, 1], [6, 5], [64, 32]]) {
    tf.tidy(() => {
      const numbers = new Generator(batch).normal(batch * side * side)
        .map((number) => 10 + 0.01 * number);
      const { mean, variance } = batchStatistics(
        tf.tensor4d(numbers, [batch, side, side, 1]),
      );
      const sum = (terms: ArrayLike<number>) =>
        Array.from(terms).reduce((total, term) => total + term, 0);
      const exactMean = sum(numbers) / numbers.length;
      const exactVariance = sum(Array.from(numbers, (number) =>
        (number - exactMean) ** 2)) /
        numbers.length;
      assertClose(mean, [exactMean], { relative: 1e-6, absolute: 0 });
      assertClose(variance, [exactVariance], { relative: 1e-3, absolute: 0 });
    });
  }
});

Deno.test("no gradient is taken through batchStatistics", () => {
  tf.tidy(() => {
    const x = tf.ones([2, 2, 2, 1]);
    const ofMean = () => tf.grad((x) => tf.sum(batchStatistics(x).mean))(x);
    assert(assertThrows(ofMean, Error).message.includes("gradient"));
  });
});

Deno.test("batchNorm refuses what is no picture, or one of other channels", () => {
  tf.tidy(() => {
    const four = tf.ones([4]);
    const statistics = { mean: four, variance: four };
    const options = { training: true, epsilon: 1e-5 };
    for (const shape of [[2, 8, 8, 3], [2, 4]]) {
      assertThrows(
        () => batchNorm(tf.zeros(shape), four, four, statistics, options),
        TypeError,
        "Cannot apply batchNorm(4): expected [batch, height, width, 4], got " +
          `[${shape.join(", ")}]`,
      );
    }
  });
});

Deno.test("batchStatistics refuses what is no picture", () => {
  tf.tidy(() => {
    assertThrows(
      () => batchStatistics(tf.zeros([2, 4])),
      TypeError,
      "Cannot compute batchStatistics: expected [batch, height, width, " +
        "channels], got [2, 4]",
    );
  });
});
