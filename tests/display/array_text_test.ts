import { assertEquals } from "@std/assert";
import { arrayText, shownBlock, shownShape } from "mle/display/mod.ts";

const textOf = (shape: number[], data: ArrayLike<number>) =>
  arrayText(shape, shownBlock(shape, data));
const counting = (length: number) => Array.from({ length }, (_, i) => i);

Deno.test("a small matrix is written whole, its columns below each other", () => {
  assertEquals(
    textOf([2, 2], [1.5, -2, 30, NaN]),
    "[[ 1.5000, -2.0000],\n [30.0000,     NaN]]",
  );
});

Deno.test("of long axes the first values are written", () => {
  assertEquals(textOf([10], counting(10)), "[0, 1, 2, 3, 4, 5, 6, 7, …]");
  assertEquals(
    textOf([3, 4, 9], counting(108)),
    `[[[ 0,  1,  2,  3,  4,  5,  6,  7, …],
  [ 9, 10, 11, 12, 13, 14, 15, 16, …],
  [18, 19, 20, 21, 22, 23, 24, 25, …],
  …],

 [[36, 37, 38, 39, 40, 41, 42, 43, …],
  [45, 46, 47, 48, 49, 50, 51, 52, …],
  [54, 55, 56, 57, 58, 59, 60, 61, …],
  …],

 …]`,
  );
  assertEquals(shownShape([64, 32, 32, 3]), [2, 2, 3, 3]);
});

Deno.test("a scalar is its value, an empty array is empty", () => {
  assertEquals(textOf([], [3]), "3");
  assertEquals(textOf([0, 3], []), "[]");
});

Deno.test("small numbers keep their digits", () => {
  assertEquals(
    textOf([2], [0.00001234567, 1]),
    "[0.00001235, 1]".replace(
      " 1",
      `${"1".padStart(11)}`,
    ),
  );
});
