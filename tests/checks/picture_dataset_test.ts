import { assertStringIncludes } from "@std/assert";
import { checkPictureDataset } from "mle/checks/mod.ts";
import { type Dataset, type Sample } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { checkErrorOf } from "./check_error_of.ts";

type Pixels = Float32Array;
type Labels = ArrayLike<number>;

/** A data set whose items are what a mistake makes of them. */
function withItem(
  item: (index: number, right: Sample, pixels: Pixels, labels: Labels) => {
    picture: unknown;
    label: unknown;
  },
): typeof PictureDataset {
  return class extends PictureDataset {
    readonly #all: [Pixels, Labels];
    constructor(
      pixels: Pixels,
      labels: Labels,
      shape: Dataset["pictureShape"],
    ) {
      super(pixels, labels, shape);
      this.#all = [pixels, labels];
    }
    override item(index: number): Sample {
      return item(index, super.item(index), ...this.#all) as Sample;
    }
  };
}

class CountsPixels extends PictureDataset {
  override readonly length = 18;
}

Deno.test("the data set passes, and the check leaves nothing behind", async () => {
  await assertNoTensorsLeft(() => checkPictureDataset(PictureDataset));
});

const mistakes: [string, typeof PictureDataset, string[]][] = [
  [
    "all pictures at once",
    withItem((_, { label }, pixels) => ({
      picture: pixels,
      label,
    })),
    ["item(0).picture: expected [0, 0.0625", "pixels of all pictures"],
  ],
  [
    "an offset in pictures, not pixels",
    withItem((index, { label }, pixels) => ({
      picture: pixels.subarray(index, index + 6),
      label,
    })),
    ["item(1).picture", "begins at index · (height · width · channels)"],
  ],
  [
    "scaled twice",
    withItem((_, { picture, label }) => ({
      picture: picture.map((pixel) => pixel / 255),
      label,
    })),
    ["have been scaled already"],
  ],
  [
    "a plain array",
    withItem((_, { picture, label }) => ({
      picture: [...picture],
      label,
    })),
    ["expected a Float32Array, got [0, 0.0625"],
  ],
  [
    "all labels",
    withItem((_, { picture }, _pixels, labels) => ({
      picture,
      label: labels,
    })),
    ["item(0).label: expected 4, got [4, 2, 5]", "labels of all pictures"],
  ],
  [
    "a label in a list",
    withItem((_, { picture, label }) => ({
      picture,
      label: [label],
    })),
    ["A label is a number, not a list"],
  ],
  ["the number of pixels", CountsPixels, [
    "length, of 3 pictures: expected 3, got 18",
    "as many samples as labels",
  ]],
];

for (const [name, Mistaken, expected] of mistakes) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    const said = await checkErrorOf(checkPictureDataset(Mistaken));
    for (const part of expected) assertStringIncludes(said, part);
  });
}
