import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { perClassSilhouette } from "mle/metrics/mod.ts";

Deno.test("a silhouette compares the own class with the nearest other", () => {
  // From 0: 1 to its own class, (4 + 5) / 2 to the other; from 1: 1 and 3.5.
  const [left, right] = perClassSilhouette([0, 1, 4, 5], [0, 0, 1, 1], 2);
  assertAlmostEquals(left, ((4.5 - 1) / 4.5 + (3.5 - 1) / 3.5) / 2, 1e-12);
  assertAlmostEquals(right, left, 1e-12);
});

Deno.test("it is the nearest of several other classes, in the plane too", () => {
  const points = [0, 0, 0, 2, 3, 0, 3, 4, 90, 0, 91, 0];
  const [first] = perClassSilhouette(points, [0, 0, 1, 1, 2, 2], 3);
  const [toOne, toTwo] = [(3 + 5) / 2, Math.hypot(3, 2)];
  assertAlmostEquals(
    first,
    ((toOne - 2) / toOne + (toTwo - 2) / toTwo) / 2,
    1e-12,
  );
});

Deno.test("a class amidst another is negative", () => {
  const [spread] = perClassSilhouette([-10, 10, 0, 1], [0, 0, 1, 1], 2);
  assertAlmostEquals(spread, ((10.5 - 20) / 20 + (9.5 - 20) / 20) / 2, 1e-12);
});

Deno.test("a class of one point has 0, of none NaN; equal points have 0", () => {
  assertEquals(perClassSilhouette([0, 5, 6], [0, 1, 1], 3).slice(0, 1), [0]);
  assertEquals(perClassSilhouette([0, 5, 6], [0, 1, 1], 3)[2], NaN);
  assertEquals(perClassSilhouette([3, 3, 3, 3], [0, 0, 1, 1], 2), [0, 0]);
  assertEquals(perClassSilhouette([1, 2], [0, 0], 1), [0]);
});

Deno.test("labels must fit the points and the classes", () => {
  assertThrows(
    () => perClassSilhouette([1, 2, 3], [0, 1], 2),
    RangeError,
    "Cannot compute silhouettes: expected as many points as labels, got 3 " +
      "numbers for 2 labels",
  );
  assertThrows(
    () => perClassSilhouette([1, 2], [0, 2], 2),
    RangeError,
    "Cannot compute silhouettes: expected labels of 0 … 1, got 2",
  );
});
