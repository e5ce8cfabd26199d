import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  Batch,
  NormalizedDataset,
  normalizePixels,
  scalePixels,
} from "mle/data/mod.ts";

const pixels = Uint8Array.from({ length: 18 }, (_, i) => 15 * i);
const set = { pixels, labels: Uint8Array.of(4, 0, 9) };
const pictures = { ...set, count: 3, height: 2, width: 3, channels: 1 };
const dataset = new NormalizedDataset(pictures);

Deno.test("each picture is normalised and keeps its label", () => {
  assertEquals(dataset.length, 3);
  assertEquals(dataset.pictureShape, [2, 3, 1]);
  const all = normalizePixels(pixels);
  set.labels.forEach((label, index) =>
    assertEquals(dataset.item(index), {
      picture: all.slice(6 * index, 6 * index + 6),
      label,
    })
  );
});

Deno.test("another scale may be given", () => {
  const { picture } = new NormalizedDataset(pictures, scalePixels).item(2);
  assertEquals(picture, scalePixels(pixels.subarray(12)));
});

for (const index of [-1, 3, 0.5]) {
  Deno.test(`there is no normalised picture ${index}`, () => {
    assertThrows(
      () => dataset.item(index),
      RangeError,
      "Cannot get a normalised picture: expected an index of 0 … 2, got " +
        index,
    );
  });
}

Deno.test("a picture is written where a loader wants it", () => {
  const place = new Float32Array(6);
  const sample = dataset.item(1, place);
  assert(sample.picture === place);
  assertEquals(sample, dataset.item(1));
  using batch = new Batch(dataset, Int32Array.of(2, 0));
  assertEquals(
    batch.pictures.dataSync(),
    Float32Array.of(...dataset.item(2).picture, ...dataset.item(0).picture),
  );
});
