import { assert, assertEquals } from "@std/assert";
import { AugmentedDataset, type Dataset } from "mle/data/mod.ts";
import { Generator } from "mle/random/mod.ts";

/** One picture of 3 × 4 with two channels, whose numbers say where they are. */
const dataset: Dataset = {
  length: 1,
  pictureShape: [3, 4, 2],
  item: () => ({
    picture: Float32Array.from({ length: 24 }, (_, i) => i),
    label: 5,
  }),
};

/** All pictures that come of many tries. */
function picturesOf(maxShift: number, mirror: boolean): string[] {
  const generator = new Generator(1);
  const augmented = new AugmentedDataset(dataset, {
    maxShift,
    mirror,
    generator,
  });
  assertEquals([augmented.length, augmented.pictureShape], [1, [3, 4, 2]]);
  const pictures = Array.from({ length: 300 }, () => {
    const { picture, label } = augmented.item(0);
    assertEquals(label, 5);
    return picture.join(" ");
  });
  return [...new Set(pictures)];
}

const ROWS = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]; // pixels
const text = (rows: number[][]) =>
  rows.flat().flatMap((pixel) => [2 * pixel, 2 * pixel + 1]).join(" ");

Deno.test("nothing to change changes nothing", () => {
  assertEquals(picturesOf(0, false), [text(ROWS)]);
});

Deno.test("a picture is mirrored left to right, or not", () => {
  const mirrored = ROWS.map((row) => row.toReversed());
  assertEquals(
    picturesOf(0, true).sort(),
    [text(ROWS), text(mirrored)].sort(),
  );
});

Deno.test("a picture is shifted to all sides, and its border repeated", () => {
  const pictures = picturesOf(1, false);
  assertEquals(pictures.length, 9);
  const right = ROWS.map(([a, b, c]) => [a, a, b, c]);
  const up = [ROWS[1], ROWS[2], ROWS[2]];
  assert(pictures.includes(text(right)), "to the right");
  assert(pictures.includes(text(up)), "upwards");
});
