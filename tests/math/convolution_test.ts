import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { kernelPositions } from "mle/math/mod.ts";
import { convOutputSize } from "mle/sheet/mod.ts";
import { Conv2d, MaxPool2d } from "mle/nn/mod.ts";
import { tf } from "mle/tf/mod.ts";

const window = fc.record({
  size: fc.integer({ min: 1, max: 40 }),
  kernelSize: fc.integer({ min: 1, max: 9 }),
  stride: fc.integer({ min: 1, max: 5 }),
  padding: fc.integer({ min: 0, max: 5 }),
}).filter(({ size, kernelSize, padding }) => kernelSize <= size + 2 * padding);

Deno.test("kernelPositions: by hand", () => {
  const window = { size: 8, kernelSize: 3, padding: 1, stride: 2 };
  assertEquals(kernelPositions(window), [0, 2, 4, 6]);
  assertEquals(kernelPositions({ size: 5, kernelSize: 3 }), [0, 1, 2]);
  assertEquals(kernelPositions({ size: 3, kernelSize: 3 }), [0]);
});

Deno.test("convOutputSize: is the number of kernel positions", () => {
  fc.assert(fc.property(window, (window) => {
    assertEquals(convOutputSize(window), kernelPositions(window).length);
  }));
});

Deno.test("convOutputSize: is TensorFlow's, on every valid combination of a grid", () => {
  for (const [H, K, p, s] of grid([1, 12], [1, 5], [0, 3], [1, 4])) {
    if (K > H + 2 * p) continue;
    const height = tf.tidy(() =>
      tf.conv2d(
        tf.zeros<tf.Rank.R4>([1, H, 4, 1]),
        tf.zeros<tf.Rank.R4>([K, 1, 1, 1]),
        [s, 1],
        [[0, 0], [p, p], [0, 0], [0, 0]],
      ).shape[1]
    );
    assertEquals(
      convOutputSize({ size: H, kernelSize: K, padding: p, stride: s }),
      height,
      `H = ${H}, K = ${K}, p = ${p}, s = ${s}`,
    );
  }
});

Deno.test("convOutputSize: is TensorFlow's for pooling", () => {
  for (const [H, K, s] of grid([1, 12], [1, 5], [1, 4])) {
    if (K > H) continue;
    const picture = tf.zeros<tf.Rank.R4>([1, H, 4, 1]);
    const pooled = tf.maxPool(picture, [K, 1], [s, 1], "valid");
    assertEquals(
      convOutputSize({ size: H, kernelSize: K, stride: s }),
      pooled.shape[1],
      `H = ${H}, K = ${K}, s = ${s}`,
    );
    tf.dispose([picture, pooled]);
  }
});

Deno.test("convOutputSize: the sizes in the exercises", () => {
  const pool = (size: number) => convOutputSize({ size, kernelSize: 2 });
  assertEquals(64 * pool(pool(pool(28))) ** 2, 40000);
  const half = (size: number) =>
    convOutputSize({ size, kernelSize: 2, stride: 2 });
  assertEquals(8 * half(half(64)) ** 2, 2048);
});

Deno.test("convOutputSize: is the height that the exercises' layers give", () => {
  const same = { kernelSize: 3, padding: 1 };
  tf.tidy(() => {
    using conv = new Conv2d(1, 2, 3, { padding: "same" });
    for (const stride of [1, 2]) {
      const pool = new MaxPool2d(2, stride);
      for (const size of [25, 26, 27, 28, 32, 64]) {
        const maps = conv.forward(tf.zeros([1, size, size, 1]));
        const height = convOutputSize({ ...same, size });
        assertEquals(maps.shape, [1, height, height, 2]);
        const pooled = convOutputSize({ size: height, kernelSize: 2, stride });
        assertEquals(pool.forward(maps).shape, [1, pooled, pooled, 2]);
      }
    }
  });
});

Deno.test("convolution sizes: messages for what cannot be", () => {
  assertThrows(
    () => convOutputSize({ size: 0, kernelSize: 3 }),
    RangeError,
    "Cannot size the output: expected a positive integer as size, got 0",
  );
  assertThrows(
    () => convOutputSize({ size: 8, kernelSize: 2.5 }),
    RangeError,
    "expected a positive integer as kernelSize, got 2.5",
  );
  assertThrows(
    () => convOutputSize({ size: 8, kernelSize: 3, stride: 0 }),
    RangeError,
    "expected a positive integer as stride, got 0",
  );
  assertThrows(
    () => convOutputSize({ size: 8, kernelSize: 3, padding: -1 }),
    RangeError,
    "expected a padding that is an integer of at least 0, got -1",
  );
  assertThrows(
    () => kernelPositions({ size: 2, kernelSize: 5, padding: 1 }),
    RangeError,
    "Cannot place the kernel: expected at most 4 pixels (the padded input), got a kernelSize of 5",
  );
});

/** All combinations of integers from the given ranges. */
function grid(...ranges: [number, number][]): number[][] {
  return ranges.reduce<number[][]>(
    (points, [first, last]) =>
      points.flatMap((point) =>
        Array.from({ length: last - first + 1 }, (_, i) => [
          ...point,
          first + i,
        ])
      ),
    [[]],
  );
}
