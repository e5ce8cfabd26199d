import { assertEquals, assertThrows } from "@std/assert";
import { firstOfEachClass, type LabelledPictures } from "mle/data/mod.ts";
import fc from "fast-check";

/** Pictures of 1 x 2, the one at index i of pixels 2 i and 2 i + 1. */
function pictures(labels: number[]): LabelledPictures {
  return {
    pixels: Uint8Array.from({ length: 2 * labels.length }, (_, i) => i),
    labels: Uint8Array.from(labels),
    count: labels.length,
    height: 1,
    width: 2,
    channels: 1,
  };
}

Deno.test("firstOfEachClass takes the first pictures, class by class", () => {
  const set = pictures([2, 0, 1, 1, 0, 2, 0, 1, 2]);
  const { pixels, labels, count } = firstOfEachClass(set, 2, 3);
  assertEquals(count, 6);
  assertEquals(labels, Uint8Array.of(0, 0, 1, 1, 2, 2));
  assertEquals(
    pixels,
    Uint8Array.of(2, 3, 8, 9, 4, 5, 6, 7, 0, 1, 10, 11),
  );
  assertEquals(set, pictures([2, 0, 1, 1, 0, 2, 0, 1, 2])); // as it was
});

Deno.test("firstOfEachClass does what the plain loop over the classes does", () => {
  const labels = fc.array(fc.nat(2), { maxLength: 100 });
  fc.assert(fc.property(labels, fc.integer({ min: 1, max: 5 }), (some, n) => {
    const all = [...some, ...[0, 1, 2].flatMap((c) => new Array(n).fill(c))];
    const set = pictures(all);
    const indices = [0, 1, 2].flatMap((label) =>
      all.map((_, i) => i).filter((i) => all[i] === label).slice(0, n)
    );
    const result = firstOfEachClass(set, n, 3);
    assertEquals([...result.labels], indices.map((i) => all[i]));
    assertEquals(
      [...result.pixels],
      indices.flatMap((i) => [...set.pixels.subarray(2 * i, 2 * i + 2)]),
    );
  }));
});

Deno.test("firstOfEachClass refuses more pictures than a class has", () => {
  assertThrows(
    () => firstOfEachClass(pictures([0, 1, 1, 0, 2]), 2, 3),
    RangeError,
    "Cannot take the first 2 pictures of each class: class 2 has 1",
  );
  assertThrows(
    () => firstOfEachClass(pictures([0, 1]), 0.5, 2),
    RangeError,
    "expected a count of at least 1, got 0.5",
  );
});
