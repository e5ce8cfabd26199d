import fc from "fast-check";
import { assertEquals, assertThrows } from "@std/assert";
import { convTranspose2d } from "mle/ops/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { assertClose } from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

const twoPixels = () => tf.tensor4d([1, 10], [1, 1, 2, 1]);
// 1 2 3
// 4 5 6
// 7 8 9
const filter = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3, 1, 1]);
const noBias = () => tf.zeros([1]);

Deno.test("convTranspose2d lays a multiple of the filter at each pixel", () => {
  tf.tidy(() => {
    const y = convTranspose2d(twoPixels(), filter(), noBias(), { stride: 2 });
    assertEquals(y.shape, [1, 3, 5, 1]);
    // deno-fmt-ignore
    assertClose(y, [
      1, 2, 3 + 10, 20, 30,
      4, 5, 6 + 40, 50, 60,
      7, 8, 9 + 70, 80, 90,
    ]);
  });
});

Deno.test("convTranspose2d cuts padding off on all sides, and keeps output padding", () => {
  tf.tidy(() => {
    const options = { stride: 2, padding: 1 };
    const cut = convTranspose2d(twoPixels(), filter(), noBias(), options);
    assertEquals(cut.shape, [1, 1, 3, 1]);
    assertClose(cut, [5, 46, 50]);
    const kept = convTranspose2d(twoPixels(), filter(), noBias(), {
      ...options,
      outputPadding: 1,
    });
    assertEquals(kept.shape, [1, 2, 4, 1]);
    assertClose(kept, [5, 46, 50, 60, 8, 79, 80, 90]);
  });
});

Deno.test("convTranspose2d adds the bias to each number once", () => {
  tf.tidy(() => {
    const y = convTranspose2d(
      tf.zeros([1, 2, 2, 1]),
      tf.ones([2, 2, 3, 1]),
      tf.tensor1d([1, 20, 300]),
    );
    assertEquals(y.shape, [1, 3, 3, 3]);
    assertClose(y, Array(9).fill([1, 20, 300]).flat());
  });
});

Deno.test("convTranspose2d refuses another number of channels, or no picture", () => {
  tf.tidy(() => {
    for (const shape of [[1, 2, 2, 2], [2, 2, 1]]) {
      assertThrows(
        () => convTranspose2d(tf.zeros(shape), filter(), noBias()),
        TypeError,
        "Cannot apply convTranspose2d(1, 1): expected " +
          `[batch, height, width, 1], got [${shape.join(", ")}]`,
      );
    }
  });
});

/** The sum that defines a transposed convolution, in double precision. */
function spread(
  x: Tensor,
  filter: Tensor,
  stride: number,
  padding: number,
  outputPadding: number,
): Float64Array {
  const [batch, height, width, inChannels] = x.shape;
  const [size, , outChannels] = filter.shape;
  const outHeight = (height - 1) * stride - 2 * padding + size + outputPadding;
  const outWidth = (width - 1) * stride - 2 * padding + size + outputPadding;
  const [numbers, weights] = [x.dataSync(), filter.dataSync()];
  const y = new Float64Array(batch * outHeight * outWidth * outChannels);
  for (let i = 0; i < numbers.length; i++) {
    const c = i % inChannels;
    const column = Math.floor(i / inChannels) % width;
    const row = Math.floor(i / (inChannels * width)) % height;
    const sample = Math.floor(i / (inChannels * width * height));
    for (let h = 0; h < size; h++) {
      for (let w = 0; w < size; w++) {
        const outRow = row * stride + h - padding;
        const outColumn = column * stride + w - padding;
        if (outRow < 0 || outRow >= outHeight) continue;
        if (outColumn < 0 || outColumn >= outWidth) continue;
        const pixel = (sample * outHeight + outRow) * outWidth + outColumn;
        for (let o = 0; o < outChannels; o++) {
          const weight =
            weights[((h * size + w) * outChannels + o) * inChannels + c];
          y[pixel * outChannels + o] += numbers[i] * weight;
        }
      }
    }
  }
  return y;
}

Deno.test("convTranspose2d is the sum that defines it, whatever the geometry", () => {
  const small = (min: number, max: number) => fc.integer({ min, max });
  const geometry = fc.record({
    height: small(2, 5),
    width: small(2, 5),
    inChannels: small(1, 4),
    outChannels: small(1, 4),
    size: small(1, 5),
    stride: small(1, 4),
    seed: small(0, 1000),
  }).chain((geometry) =>
    fc.record({
      geometry: fc.constant(geometry),
      padding: small(0, geometry.size - 1),
      outputPadding: small(0, geometry.stride - 1),
    })
  ).filter(({ geometry, padding, outputPadding }) => {
    const { height, width, size, stride } = geometry;
    const shorter = Math.min(height, width);
    return (shorter - 1) * stride - 2 * padding + size + outputPadding >= 1;
  });
  fc.assert(
    fc.property(geometry, ({ geometry, padding, outputPadding }) => {
      const { height, width, inChannels, outChannels, size, stride } = geometry;
      const generator = new Generator(geometry.seed);
      const random = (shape: number[]) =>
        tf.tensor(generator.normal(shape.reduce((a, b) => a * b)), shape);
      tf.tidy(() => {
        const x = random([2, height, width, inChannels]);
        const filter = random([size, size, outChannels, inChannels]);
        const bias = tf.zeros([outChannels]);
        const options = { stride, padding, outputPadding };
        assertClose(
          convTranspose2d(x, filter, bias, options),
          spread(x, filter, stride, padding, outputPadding),
          { absolute: 1e-5 },
        );
      });
    }),
  );
});
