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
  assertEquals(check({ val: unlike(labelsPerClass(2), 18) }), [
    "6 of 12 pictures in val are in train, too",
  ]);
  assertEquals(check({ val: unlike(labelsPerClass(2), 19) }), []);
});
