import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { DataError } from "mle/data/data_error.ts";
import { countPerClass } from "mle/data/labelled_pictures.ts";
import { splitPictures } from "mle/data/split_pictures.ts";
import { Generator } from "mle/random/mod.ts";
import { labelsPerClass, plainPictures } from "./plain_pictures.ts";

Deno.test("splitPictures gives parts without overlap, of equal classes, with their own labels", () => {
  const counts = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(counts, counts, counts, fc.nat(), (a, b, spare, seed) => {
      const pictures = plainPictures(labelsPerClass(a + b + spare), 1);
      const generator = new Generator(seed);
      const parts = splitPictures("here", pictures, 6, [a, b], generator);
      const indices = parts.map(({ pixels }) =>
        // the red tells which picture it is
        Array.from(pixels.filter((_, i) => i % 3 === 0))
      );
      assertEquals(new Set(indices.flat()).size, 6 * (a + b));
      parts.forEach((part, i) => {
        assertEquals(part.count, 6 * [a, b][i]);
        assertEquals(countPerClass(part.labels, 6), Array(6).fill([a, b][i]));
        assertEquals(
          Array.from(part.labels),
          indices[i].map((index) => pictures.labels[index]),
        );
      });
    }),
  );
});

Deno.test("splitPictures gives the same for the same seed, another for another", () => {
  const pictures = plainPictures(labelsPerClass(20), 1);
  const split = (seed: number) =>
    splitPictures("here", pictures, 6, [15, 5], new Generator(seed));
  assertEquals(split(42), split(42));
  assertNotEquals(split(42), split(43));
});

Deno.test("splitPictures keeps float pixels", () => {
  const pictures = {
    ...plainPictures([0, 1], 1),
    pixels: Float32Array.of(0.5, 1, 1.5, 2, 2.5, 3),
  };
  const [all] = splitPictures("here", pictures, 2, [1], new Generator(0));
  assertEquals(all.pixels.toSorted(), pictures.pixels);
});

Deno.test("splitPictures lists the counts when a class has too few pictures", () => {
  const pictures = plainPictures([0, 0, 0, 1, 1, 2, 2, 2, 2], 1);
  const error = assertThrows(
    () => splitPictures("here", pictures, 3, [2, 1], new Generator(0)),
    DataError,
  );
  assertEquals(
    error.message,
    "Cannot read here: expected at least 3 pictures of each class (2 + 1), " +
      "got 3 of class 0, 2 of class 1, 4 of class 2",
  );
});
