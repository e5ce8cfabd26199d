import fc from "fast-check";
import { assert } from "@std/assert";
import {
  ownConvolution,
  tensorFlowConvolution,
} from "../../lib/ops/convolution.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

interface Shape {
  batch: number;
  height: number;
  width: number;
  inChannels: number;
  outChannels: number;
  size: number;
  stride: number;
  padding: number;
}

const shapes = (limits: Partial<Record<keyof Shape, [number, number]>>) => {
  const between = (name: keyof Shape, min: number, max: number) => {
    const [low, high] = limits[name] ?? [min, max];
    return fc.integer({ min: low, max: high });
  };
  return fc.record({
    batch: between("batch", 1, 3),
    height: between("height", 5, 14),
    width: between("width", 5, 14),
    inChannels: between("inChannels", 1, 5),
    outChannels: fc.constant(16),
    size: between("size", 1, 5),
    stride: between("stride", 1, 3),
    padding: between("padding", 0, 2),
  });
};

/** All that a convolution computes, by our own ops and by TensorFlow's. */
function assertSame(shape: Shape): void {
  const { batch, height, width, inChannels, outChannels, size } = shape;
  const filterShape = [size, size, inChannels, outChannels];
  const own = ownConvolution(filterShape, shape);
  assert(own, "our own ops compute such a convolution");
  const plain = tensorFlowConvolution(shape);
  tf.tidy(() => {
    const random = (shape: number[], seed: number) =>
      tf.randomNormal(shape, 0, 1, "float32", seed);
    const x = random([batch, height, width, inChannels], 1);
    const filter = random(filterShape, 2);
    const bias = random([outChannels], 3);
    const inBias = random([inChannels], 4);
    const y = plain.forward(x, filter, bias);
    const dy = random(y.shape, 5);
    const compute = (convolution: typeof own): Record<string, Tensor> => ({
      y: convolution.forward(x, filter, bias),
      "y without bias": convolution.forward(x, filter),
      dx: convolution.inputGradient(x.shape, filter, dy),
      "dx with bias": convolution.inputGradient(x.shape, filter, dy, inBias),
      ...convolution.parameterGradients(x, filterShape, dy),
    });
    const expected = compute(plain);
    for (const [name, tensor] of Object.entries(compute(own))) {
      // Numbers of standard deviation √n, of n summands, are compared.
      const { size } = tensor;
      const terms = name === "filter" || name === "bias"
        ? dy.size / outChannels
        : filter.size * dy.size / outChannels / size;
      const absolute = 1e-5 * Math.sqrt(Math.max(1, terms));
      assertClose(tensor, expected[name], { absolute, what: name });
    }
  });
}

Deno.test("any kernel, stride and padding: as TensorFlow's convolution", () => {
  fc.assert(fc.property(shapes({}), assertSame), { seed: 1, numRuns: 60 });
});

Deno.test("few output channels: as TensorFlow's convolution", () => {
  const few = shapes({ stride: [1, 1] }).chain((shape) =>
    fc.constantFrom(1, 2, 4, 8).map((outChannels) => ({
      ...shape,
      outChannels,
    }))
  );
  fc.assert(fc.property(few, assertSame), { seed: 2, numRuns: 60 });
});

Deno.test("few input channels beside many output channels, and the other way round", () => {
  for (const [inChannels, outChannels] of [[4, 16], [16, 4], [8, 8], [1, 32]]) {
    const rest = { batch: 2, height: 9, width: 7, size: 3 };
    assertSame({ ...rest, inChannels, outChannels, stride: 1, padding: 1 });
  }
});

Deno.test("3 × 3 kernels on channels by the 16: as TensorFlow's convolution", () => {
  const winograd = fc.record({
    batch: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 1, max: 13 }),
    width: fc.integer({ min: 1, max: 13 }),
    inChannels: fc.constantFrom(16, 32, 48),
    outChannels: fc.constantFrom(16, 32, 64),
    size: fc.constant(3),
    stride: fc.constant(1),
    padding: fc.constant(1),
  });
  fc.assert(fc.property(winograd, assertSame), { seed: 3, numRuns: 40 });
});

Deno.test("a whole batch, shared among threads: as TensorFlow's convolution", () => {
  const rest = { size: 3, stride: 1, padding: 1 };
  const layers = [[28, 1, 16], [27, 16, 32], [26, 32, 64], [64, 3, 4]];
  for (const [side, inChannels, outChannels] of layers) {
    const shape = { height: side, width: side, inChannels, outChannels };
    assertSame({ batch: 64, ...shape, ...rest });
  }
  const upsample = { size: 3, stride: 2, padding: 1, batch: 64 };
  assertSame({
    ...upsample,
    height: 14,
    width: 14,
    inChannels: 16,
    outChannels: 32,
  });
});

Deno.test("Winograd's products lose little: 2e-6 of the result's size", () => {
  tf.tidy(() => {
    const random = (shape: number[], seed: number) =>
      tf.randomNormal(shape, 0, 1, "float32", seed);
    const x = random([8, 26, 26, 32], 1);
    const filter = random([3, 3, 32, 64], 2);
    const options = { stride: 1, padding: 1 };
    const y = ownConvolution(filter.shape, options)!.forward(x, filter);
    const expected = tensorFlowConvolution(options)
      .forward(x, filter);
    const rms = (t: Tensor) => Math.sqrt(tf.mean(tf.square(t)).dataSync()[0]);
    const error = rms(tf.sub(y, expected)) / rms(expected);
    assert(error > 0 && error < 2e-6, `relative error ${error}`);
  });
});
