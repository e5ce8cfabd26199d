import fc from "fast-check";
import { assertEquals } from "@std/assert";
import { linear, maxPool2d, relu } from "mle/ops/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

const random = (shape: number[], seed: number) =>
  tf.randomNormal(shape, 0, 1, "float32", seed);

/** Output and gradients of `run` are those of `plain`. */
function assertSame(
  run: (...inputs: Tensor[]) => Tensor,
  plain: (...inputs: Tensor[]) => Tensor,
  inputs: Tensor[],
  absolute: number,
): void {
  const y = plain(...inputs);
  assertClose(run(...inputs), y, { absolute, what: "output" });
  const dy = random(y.shape, 9);
  const expected = tf.grads(plain)(inputs, dy);
  tf.grads(run)(inputs, dy).forEach((gradient, i) =>
    assertClose(gradient, expected[i], { absolute, what: `gradient ${i}` })
  );
}

Deno.test("max pooling of any size: as TensorFlow.js's, the first maximum counts", () => {
  const shapes = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 4, max: 9 }),
    width: fc.integer({ min: 4, max: 9 }),
    channels: fc.constantFrom(1, 3, 4, 8, 16, 20),
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
  });
  const check = (
    { batch, height, width, channels, size, stride }: typeof shapes extends
      fc.Arbitrary<infer T> ? T : never,
  ) =>
    tf.tidy(() =>
      assertSame(
        (x) => maxPool2d(x, size, stride),
        (x) => tf.maxPool(x as tf.Tensor4D, size, stride, "valid"),
        // Rectified, many windows have several maxima.
        [tf.relu(random([batch, height, width, channels], 1))],
        1e-6,
      )
    );
  fc.assert(fc.property(shapes, check), { seed: 1, numRuns: 80 });
});

Deno.test("a linear layer of any size: as a product of matrices", () => {
  const sizes = fc.record({
    batch: fc.integer({ min: 1, max: 70 }),
    inFeatures: fc.constantFrom(1, 3, 10, 16, 48, 100, 784, 2048, 2064),
    outFeatures: fc.constantFrom(1, 6, 10, 16, 64, 576, 784, 1040),
  });
  const check = (
    { batch, inFeatures, outFeatures }: typeof sizes extends
      fc.Arbitrary<infer T> ? T : never,
  ) =>
    tf.tidy(() =>
      assertSame(
        linear,
        (x, weight, bias) => tf.add(tf.matMul(x, weight, false, true), bias),
        [
          random([batch, inFeatures], 1),
          random([outFeatures, inFeatures], 2),
          random([outFeatures], 3),
        ],
        1e-5 * Math.sqrt(Math.max(inFeatures, outFeatures, batch)),
      )
    );
  fc.assert(fc.property(sizes, check), { seed: 2, numRuns: 60 });
});

Deno.test("what is not a number stays so", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([NaN, -Infinity, Infinity, -1, 2]);
    assertEquals([...relu(x).dataSync()], [NaN, 0, Infinity, 0, 2]);
    const picture = tf.tensor4d([1, NaN, 3, 2], [1, 2, 2, 1]);
    assertEquals([...maxPool2d(picture, 2, 1).dataSync()], [NaN]);
  });
});

Deno.test("a whole batch is rectified by all threads", () => {
  tf.tidy(() => assertSame(relu, tf.relu, [random([64, 26, 26, 64], 1)], 0));
});
