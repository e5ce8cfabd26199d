import { assertEquals, assertThrows } from "@std/assert";
import { CheckError } from "mle/checks/mod.ts";
import { expectSame } from "mle/checks/expect.ts";

Deno.test("results are the same to a relative 1e-4, lists number by number", () => {
  expectSame("x", 1000.05, 1000);
  expectSame("x", NaN, NaN);
  expectSame("x", Float32Array.of(1, Infinity), [1, Infinity]);
  expectSame("x", [[1, 2], ["a"]], [[1, 2], ["a"]]);
  const others: [got: unknown, expected: unknown][] = [
    [1000.2, 1000],
    [0.0002, 0],
    [NaN, 1],
    [1, NaN],
    [[1, 2, 3], [1, 2]],
    [[1], [1, 2]],
    [[1, 2.001], [1, 2]],
    ["1", 1],
    [true, 1],
    [undefined, 0],
  ];
  for (const [got, expected] of others) {
    assertThrows(() => expectSame("x", got, expected), CheckError);
  }
});

Deno.test("a result that a known mistake leads to gets its hint", () => {
  const mistakes = [
    { leadsTo: [2, 4], hint: "These are twice as large" },
    { leadsTo: 7, hint: "That is seven" },
  ];
  const hintOf = (got: unknown) =>
    assertThrows(
      () => expectSame("x", got, [1, 2], mistakes, "Think again"),
      CheckError,
    ).message;
  assertEquals(
    [[2, 4.0001], 7, 8].map(hintOf),
    [
      "x: expected [1, 2], got [2, 4.0001]. These are twice as large",
      "x: expected [1, 2], got 7. That is seven",
      "x: expected [1, 2], got 8. Think again",
    ],
  );
});
