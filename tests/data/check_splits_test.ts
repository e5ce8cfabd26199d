import { assertEquals, assertThrows } from "@std/assert";
import { checkSplits } from "mle/data/check_splits.ts";
import { DataError } from "mle/data/data_error.ts";
import type { Splits } from "mle/data/npy_pictures.ts";
import type { LabelledPictures } from "mle/data/labelled_pictures.ts";
import { labelsPerClass } from "./plain_pictures.ts";

const FORMAT = { height: 2, width: 2, channels: 3, classCount: 6 };
const USUAL = { train: 4, val: 2, test: 1 };

/** Pictures unlike all others: a number that is counted on stands in each. */
function unlike(labels: readonly number[], from: number): LabelledPictures {
  const pixels = new Uint8Array(labels.length * 12).fill(100);
  labels.forEach((_, i) => pixels[12 * i] = from + i);
  return {
    pixels,
    labels: Uint8Array.from(labels),
    count: labels.length,
    height: 2,
    width: 2,
    channels: 3,
  };
}

const GOOD: Splits = {
  train: unlike(labelsPerClass(4), 0),
  val: unlike(labelsPerClass(2), 100),
  test: unlike(labelsPerClass(1), 200),
};
const check = (changed: Partial<Splits>) =>
  checkSplits("here", { ...GOOD, ...changed }, FORMAT, USUAL);

Deno.test("checkSplits has nothing to say of a whole data set", () => {
  assertEquals(check({}), []);
});

Deno.test("checkSplits refuses what cannot be meant", () => {
  const withoutFive = labelsPerClass(4).map((label) => label === 5 ? 0 : label);
  const black = unlike(labelsPerClass(4), 0);
  black.pixels.fill(0);
  const refused: [Partial<Splits>, string][] = [
    [
      { train: unlike(withoutFive, 0) },
      "expected pictures of the classes 0 to 5 in train, got 8 of class 0, " +
      "4 of class 1, 4 of class 2, 4 of class 3, 4 of class 4, 0 of class 5",
    ],
    [
      { val: unlike(Array(12).fill(0), 100) },
      "expected pictures of the classes 0 to 5 in val, got 12 of class 0, 0 of",
    ],
    [{ test: unlike([3, 3], 200) }, "in test, got 0 of class 0, 0 of class 1"],
    [
      { val: GOOD.train },
      "expected other pictures in val than in train, got the same ones",
    ],
    [
      { test: GOOD.train },
      "expected other pictures in test than in train, got the same ones",
    ],
    [
      { train: black },
      "expected one label for a picture, got 0 for picture 0 in train and 1 for " +
      "picture 4 in train, which are the same",
    ],
    [
      { test: unlike([0, 2, 1, 3, 4, 5], 3) },
      "got 1 for picture 4 in train and 2 for picture 1 in test",
    ],
  ];
  for (const [changed, message] of refused) {
    assertThrows(() => check(changed), DataError, message);
  }
});

Deno.test("checkSplits warns of what may be meant", () => {
  assertEquals(check({ test: unlike([3], 200) }), [
    "24/12/1 pictures, where the sheet has 24/12/6",
    "no picture of class 0, 1, 2, 4, 5 in test",
  ]);
  const shared = [4, 4, 5, 5, 5, 5, 0, 0, 1, 1, 2, 3]; // the first six
  assertEquals(check({ val: unlike(shared, 18) }), [
    "6 of 12 pictures in val are in train, too",
  ]);
  const fewer = [...shared.slice(1), 3];
  assertEquals(check({ val: unlike(fewer, 19) }), []);
  const train = unlike(labelsPerClass(4), 0);
  for (let i = 0; i < 24; i++) train.pixels[12 * i] = i >> 1;
  assertEquals(check({ train }), [
    "12 of 24 pictures in train repeat others there",
  ]);
});
