import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { principalAngles } from "mle/metrics/mod.ts";

const radians = (degrees: number) => degrees * Math.PI / 180;
const direction = (degrees: number) => [
  Math.cos(radians(degrees)),
  Math.sin(radians(degrees)),
  0,
];

Deno.test("two lines have one angle, never above 90 degrees", () => {
  for (const [degrees, expected] of [[30, 30], [90, 90], [150, 30]]) {
    const [angle] = principalAngles([[2, 0, 0]], [direction(degrees)]);
    assertAlmostEquals(angle, expected, 1e-9);
  }
});

Deno.test("two planes have two angles, the least first", () => {
  const tilted = [0, Math.cos(radians(40)), Math.sin(radians(40))];
  const angles = principalAngles([[1, 0, 0], [0, 1, 0]], [
    [5, 0, 0],
    tilted,
  ]);
  assertEquals(angles.length, 2);
  assertAlmostEquals(angles[0], 0, 1e-9);
  assertAlmostEquals(angles[1], 40, 1e-9);
});

Deno.test("a span has no angle with itself, whatever vectors span it", () => {
  const angles = principalAngles(
    [[1, 2, 3, 4], [0, 1, 0, 1]],
    [[2, 5, 6, 9], [1, 1, 3, 3]],
  );
  for (const angle of angles) assertAlmostEquals(angle, 0, 1e-7);
});

Deno.test("a line in a plane has the angle 0, in both orders", () => {
  const plane = [[1, 0, 0], [0, 1, 0]];
  for (
    const angles of [
      principalAngles(plane, [direction(25)]),
      principalAngles([direction(25)], plane),
    ]
  ) {
    assertEquals(angles.length, 1);
    assertAlmostEquals(angles[0], 0, 1e-9);
  }
});

Deno.test("angles far too small for a cosine are exact", () => {
  for (const tiny of [1e-6, 1e-9]) {
    const [angle] = principalAngles([[1, 0, 0]], [direction(tiny)]);
    assertAlmostEquals(angle / tiny, 1, 1e-5);
  }
});

Deno.test("sets that span nothing comparable are refused", () => {
  const independent = "Cannot compute principal angles: expected vectors " +
    "that do not depend linearly on each other";
  assertThrows(
    () => principalAngles([[1, 2], [2, 4]], [[1, 0]]),
    RangeError,
    independent,
  );
  assertThrows(
    () => principalAngles([[1, 0]], [[1, 0], [0, 1], [1, 1]]),
    RangeError,
    independent,
  );
  assertThrows(() => principalAngles([[0, 0]], [[1, 0]]), RangeError);
  for (const [a, b] of [[[[1, 0]], [[1, 0, 0]]], [[], [[1]]], [[[1]], []]]) {
    assertThrows(
      () => principalAngles(a, b),
      RangeError,
      "Cannot compute principal angles: expected vectors of one length in " +
        "both sets, at least one, got lengths [",
    );
  }
});
