import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  nearestNeighbors,
  neighborClasses,
  perClassAccuracy,
} from "mle/metrics/mod.ts";

Deno.test("nearestNeighbors finds the nearest others, nearest first", () => {
  const onALine = [0, 1, 3, 7];
  assertEquals([...nearestNeighbors(onALine, 1, 2)], [1, 2, 0, 2, 1, 0, 2, 1]);
  const inThePlane = [0, 0, 3, 4, 0, 5, 6, 0];
  assertEquals([...nearestNeighbors(inThePlane, 2, 1)], [1, 2, 1, 1]);
});

Deno.test("of equally near points, those that come first are taken", () => {
  assertEquals([...nearestNeighbors([5, 5, 5, 5], 1, 2)], [
    ...[1, 2, 0, 2],
    ...[0, 1, 0, 1],
  ]);
});

Deno.test("no point is its own neighbor, and none twice", () => {
  const points = fc.array(fc.integer({ min: -9, max: 9 }), {
    minLength: 3,
    maxLength: 30,
  });
  fc.assert(fc.property(points, (values) => {
    const k = values.length - 1;
    const neighbors = nearestNeighbors(values, 1, k);
    values.forEach((_, i) => {
      const row = [...neighbors.subarray(i * k, (i + 1) * k)].sort((a, b) =>
        a - b
      );
      assertEquals(row, [...values.keys()].filter((j) => j !== i));
    });
  }));
});

Deno.test("neighborClasses counts by class of point and of neighbor", () => {
  const points = [0, 1, 3, 10, 11, 3.5];
  const labels = [0, 0, 0, 1, 1, 1];
  const matrix = neighborClasses(points, labels, { k: 1, classCount: 3 });
  assertEquals(matrix, [[2, 1, 0], [1, 2, 0], [0, 0, 0]]);
  assertEquals(perClassAccuracy(matrix), [2 / 3, 2 / 3, NaN]);
});

Deno.test("neighbors do not depend on where the points lie as a whole", () => {
  const coordinate = fc.integer({ min: -50, max: 50 });
  const points = fc.array(fc.tuple(coordinate, coordinate), {
    minLength: 4,
    maxLength: 20,
  });
  fc.assert(fc.property(points, (pairs) => {
    const moved = pairs.flatMap(([x, y]) => [7 - y, 3 + x]);
    assertEquals(
      nearestNeighbors(moved, 2, 3),
      nearestNeighbors(pairs.flat(), 2, 3),
    );
  }));
});

Deno.test("what has no such neighbors is refused", () => {
  assertThrows(
    () => nearestNeighbors([1, 2, 3], 2, 1),
    RangeError,
    "Cannot find 1 nearest neighbors: expected k of at least 1 and more than " +
      "k points of 2 numbers, got 3 numbers",
  );
  assertThrows(() => nearestNeighbors([1, 2], 1, 2), RangeError);
  assertThrows(() => nearestNeighbors([1, 2], 1, 0), RangeError);
  assertThrows(
    () => neighborClasses([1, 2, 3], [0, 1], { k: 1, classCount: 2 }),
    RangeError,
    "Cannot count neighbors' classes: expected as many points as labels, got " +
      "3 numbers for 2 labels",
  );
  assertThrows(
    () => neighborClasses([1, 2], [0, 2], { k: 1, classCount: 2 }),
    RangeError,
    "Cannot count neighbors' classes: expected classes 0 … 1, got 0 beside 2",
  );
});
