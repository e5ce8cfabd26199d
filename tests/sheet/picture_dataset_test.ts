import { assert, assertEquals, assertThrows } from "@std/assert";
import { PictureDataset } from "mle/sheet/mod.ts";

const pixels = Float32Array.from({ length: 12 }, (_, i) => i / 12);

Deno.test("a picture data set has a length, and pictures with labels", () => {
  const dataset = new PictureDataset(pixels, Uint8Array.of(4, 2), [1, 2, 3]);
  assertEquals(dataset.length, 2);
  assertEquals(dataset.pictureShape, [1, 2, 3]);
  assertEquals(dataset.item(0), { picture: pixels.subarray(0, 6), label: 4 });
  assertEquals(dataset.item(1), { picture: pixels.subarray(6), label: 2 });
  assert(dataset.item(1).picture.buffer === pixels.buffer, "not a copy");
});

Deno.test("there is no picture outside of a data set", () => {
  const dataset = new PictureDataset(pixels, [4, 2], [1, 2, 3]);
  for (const index of [-1, 2, 0.5, NaN]) {
    assertThrows(
      () => dataset.item(index),
      RangeError,
      `Cannot get a sample: expected an index of 0 … 1, got ${index}`,
    );
  }
});

Deno.test("labels and pictures must be as many", () => {
  assertThrows(
    () => new PictureDataset(pixels, [0, 1, 2], [1, 2, 3]),
    TypeError,
    "Cannot make a data set of 3 labels: expected 3 pictures of [1, 2, 3], " +
      "that is 18 pixels, got 12",
  );
});
