import { assertEquals } from "@std/assert";
import { difference } from "../../../scripts/course/grade/compare.ts";

Deno.test("numbers agree within 1e-4 + 1e-3·|expected|, nothing else does", () => {
  assertEquals(difference(100.5, 100.6), undefined);
  assertEquals(difference([0, 0.5], [9e-5, 0.5]), undefined);
  assertEquals(difference(100.5, 100.7), "expected 100.5, got 100.7");
  assertEquals(
    difference([0, 0.5], [2e-4, 0.5]),
    "expected 0 at [0], got 0.0002 (1 of 2 differ)",
  );
  assertEquals(difference(1, "1"), 'expected 1, got "1"');
  assertEquals(difference(1, null), "expected 1, got null");
  assertEquals(difference("NaN", "NaN"), undefined);
  assertEquals(difference(1, "NaN"), 'expected 1, got "NaN"');
  assertEquals(difference(1, true), "expected 1, got true");
  assertEquals(difference("a", "b"), 'expected "a", got "b"');
});

Deno.test("integers must be equal", () => {
  assertEquals(difference(7, 7), undefined);
  assertEquals(difference(7, 7.007), "expected 7, got 7.007");
  assertEquals(
    difference(1e9, 1e9 - 1),
    "expected 1000000000, got 999999999",
  );
  assertEquals(
    difference([[7, 8], [9, 10]], [[7, 8], [9, 10.00001]]),
    "expected 10 at [1, 1], got 10.00001 (1 of 4 differ)",
  );
  assertEquals(difference({ n: 3, x: 0.5 }, { n: 3, x: 0.5001 }), undefined);
  assertEquals(
    difference({ n: 3, x: 0.5 }, { n: 3.001, x: 0.5 }),
    "expected 3 at n, got 3.001 (1 of 2 differ)",
  );
  assertEquals(difference(0, -0), undefined);
});

Deno.test("lists differ in shape, or at a place", () => {
  assertEquals(difference([[1, 2], [3, 4]], [[1, 2], [3, 4]]), undefined);
  assertEquals(
    difference([[1, 2]], [1, 2]),
    "expected a list of shape [1, 2], got a list of shape [2]",
  );
  assertEquals(
    difference([1], 1),
    "expected a list of shape [1], got 1",
  );
  assertEquals(
    difference([[1, 2], [3, 4]], [[1, 2], [5, 6]]),
    "expected 3 at [1, 0], got 5 (2 of 4 differ)",
  );
  assertEquals(
    difference([[1, 2], [3, 4]], [[1, 2], [3]]),
    "expected a list of shape [2] at [1], got a list of shape [1] (1 of 3 differ)",
  );
  assertEquals(difference([], []), undefined);
});

Deno.test("objects need the same names", () => {
  assertEquals(difference({ a: 1, b: [2] }, { b: [2], a: 1 }), undefined);
  assertEquals(
    difference({ a: 1, b: [2] }, { a: 1, b: [3] }),
    "expected 2 at b[0], got 3 (1 of 2 differ)",
  );
  assertEquals(
    difference({ a: 1 }, { a: 1, c: 2 }),
    'expected "a", got "a, c"',
  );
  assertEquals(
    difference({ a: 1 }, [1]),
    "expected named values, got a list of shape [1]",
  );
});

Deno.test("of a long text only the beginning is repeated", () => {
  const message = difference("a", "b".repeat(1000))!;
  assertEquals(message.length < 120, true);
});
