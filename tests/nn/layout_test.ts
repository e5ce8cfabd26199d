import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Module, Parameter } from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { tf } from "mle/tf/mod.ts";
import {
  featureLayout,
  filterLayout,
  Layout,
  linearLayout,
  pictureLayout,
} from "mle/nn/layout.ts";

const counting = (size: number) =>
  Float32Array.from({ length: size }, (_, i) => i);

Deno.test("a picture's channels go from first to last", () => {
  const layout = pictureLayout([1, 2, 2, 3]);
  assertEquals(layout.nativeShape, [1, 2, 3, 2]);
  assertEquals(
    [...layout.toNative(counting(12))],
    [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11],
  );
});

Deno.test("a filter's channels go behind height and width, inputs first", () => {
  const layout = filterLayout([2, 3, 1, 2]); // out, in, height, width
  assertEquals(layout.nativeShape, [1, 2, 3, 2]);
  assertEquals(
    [...layout.toNative(counting(12))],
    // position 0: in 0 of out 0 and 1, in 1 of both, in 2 of both; position 1
    [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11],
  );
});

Deno.test("a linear layer's weight is PyTorch's, outputs first", () => {
  const layout = linearLayout(2, 3);
  assertEquals([layout.torchShape, layout.nativeShape], [[2, 3], [2, 3]]);
  assertEquals([...layout.toNative(counting(6))], [0, 1, 2, 3, 4, 5]);
});

Deno.test("a linear layer's flattened picture is taken pixel by pixel", () => {
  const layout = linearLayout(1, [2, 1, 3]);
  assertEquals([layout.torchShape, layout.nativeShape], [[1, 6], [1, 6]]);
  assertEquals([...layout.toNative(counting(6))], [0, 3, 1, 4, 2, 5]);
  const higher = linearLayout(1, [2, 2, 3]);
  assertEquals(
    [...higher.toNative(counting(12))],
    [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11],
  );
  const unflattened = linearLayout([2, 1, 3], 2);
  assertEquals(
    [...unflattened.toNative(counting(12))],
    [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11],
  );
  const bias = featureLayout([2, 1, 3]);
  assertEquals([...bias.toNative(counting(6))], [0, 3, 1, 4, 2, 5]);
});

Deno.test("there and back again every number is where it was", () => {
  const side = fc.integer({ min: 1, max: 4 });
  const picture = fc.tuple(side, side, side);
  const features = fc.oneof(side, picture);
  const four = fc.tuple(side, side, side, side);
  const layouts = fc.oneof(
    four.map(pictureLayout),
    four.map(filterLayout),
    fc.tuple(features, features).map(([out, into]) => linearLayout(out, into)),
    features.map(featureLayout),
  );
  fc.assert(fc.property(layouts, (layout) => {
    const numbers = counting(layout.size);
    assertEquals(layout.toTorch(layout.toNative(numbers)), numbers);
    assertEquals(layout.toNative(layout.toTorch(numbers)), numbers);
    const size = layout.nativeShape.reduce((product, dim) => product * dim, 1);
    assertEquals(size, layout.size);
  }));
});

Deno.test("a parameter without axes keeps its number, also in Adam's state", () => {
  class Scale extends Module {
    readonly temperature = new Parameter(Float32Array.of(2.5), new Layout([]));
  }
  using scale = new Scale();
  assertEquals([...scale.temperature.value.dataSync()], [2.5]);
  using adam = new Adam(scale.parameters());
  adam.step(() => tf.square(scale.temperature.value));
  const state = adam.stateDict().get("0.exp_avg")!;
  assertEquals(state.shape, []);
  assertAlmostEquals(Number(state.data[0]), 0.5, 1e-6);
  scale.loadStateDict(
    new Map([
      ["temperature", {
        dtype: "float32",
        shape: [],
        data: Float32Array.of(7),
      }],
    ]),
  );
  assertEquals([...scale.temperature.value.dataSync()], [7]);
});
