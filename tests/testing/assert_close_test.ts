import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import { tf } from "mle/tf/mod.ts";
import { assertClose } from "./mod.ts";

const messageOf = (run: () => void) => assertThrows(run, Error).message;

Deno.test("assertClose allows absolute + relative · |expected|", () => {
  assertClose([100.9, 1], [100, 1], { relative: 1e-2, absolute: 0 });
  assertClose([0.5], [0], { absolute: 0.5 });
  assertThrows(() => assertClose([101.1], [100], { relative: 1e-2 }));
  assertThrows(() => assertClose([1 + 1e-4], [1]));
});

Deno.test("assertClose tells how many numbers differ, and where the most", () => {
  tf.tidy(() => {
    const expected = tf.tensor([[1, 2, 3], [4, 5, 6]]);
    const actual = tf.tensor([[1, 2, 4], [4, 7, 6]]);
    assertEquals(
      messageOf(() =>
        assertClose(actual, expected, { absolute: 0.5, relative: 0.1 })
      ),
      "Expected close numbers: 2 of 6 differ, the most at [1, 1]: expected 5, " +
        "got 7, which is 2 away, not at most 1",
    );
    assertEquals(
      messageOf(() =>
        assertClose(actual, [1, 2, 3, 4, 7, 6], { absolute: 0, what: "pixels" })
      ),
      "Expected close pixels: 1 of 6 differ, the most at [0, 2]: expected 3, " +
        "got 4, which is 1 away, not at most 0.00003",
    );
  });
});

Deno.test("assertClose compares shapes of tensors and counts of numbers", () => {
  tf.tidy(() => {
    const row = tf.tensor([[1, 2]]);
    assertClose(row, [1, 2]);
    assertClose([1, 2], row);
    assertEquals(
      messageOf(() => assertClose(row, tf.tensor([[1], [2]]))),
      "Expected numbers of shape [2, 1], got [1, 2]",
    );
    assertEquals(
      messageOf(() => assertClose(row, [1, 2, 3], { what: "losses" })),
      "Expected losses of shape [3], got [1, 2]",
    );
    assertEquals(
      messageOf(() => assertClose([1, 2, 3], row)),
      "Expected numbers of shape [1, 2], got [3]",
    );
  });
});

Deno.test("assertClose takes NaN and infinities for equal to themselves alone", () => {
  assertClose([NaN, Infinity, -Infinity, 0], [NaN, Infinity, -Infinity, -0]);
  const refused = [[NaN, 1], [1, NaN], [Infinity, 1], [1, Infinity]]
    .concat([[Infinity, -Infinity]]);
  for (const [actual, expected] of refused) {
    assertThrows(
      () => assertClose([actual], [expected], { absolute: 1e30 }),
      Error,
      `expected ${expected}, got ${actual}, which is Infinity away`,
    );
  }
});

Deno.test("assertClose fails with an AssertionError", () => {
  const { name } = assertThrows(() => assertClose([1], [2]), Error);
  assertEquals(name, new AssertionError().name);
});
