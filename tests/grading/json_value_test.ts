import { assertEquals, assertThrows } from "@std/assert";
import { toJsonValue } from "mle/grading/mod.ts";

Deno.test("what JSON has stays as it is", () => {
  const value = { a: [1, -0.5, "x", true, null], b: { c: {} } };
  assertEquals(toJsonValue(value), value);
});

Deno.test("numbers that JSON lacks become texts", () => {
  assertEquals(toJsonValue([NaN, Infinity, -Infinity]), [
    "NaN",
    "Infinity",
    "-Infinity",
  ]);
});

Deno.test("typed arrays become arrays", () => {
  assertEquals(toJsonValue(Float32Array.of(0.5, NaN)), [0.5, "NaN"]);
  assertEquals(toJsonValue({ a: Int32Array.of(3) }), { a: [3] });
});

const refused: [string, unknown, string][] = [
  ["nothing", undefined, "nothing"],
  ["a function", () => {}, "a function"],
  ["a bigint", 1n, "a bigint"],
  ["a bigint in an array", BigInt64Array.of(1n), "a bigint"],
  ["a promise", Promise.resolve(1), "a promise: await it"],
  ["a map", new Map(), "a Map"],
  ["an object without a class", Object.create({}), "a Object"],
];

for (const [name, value, got] of refused) {
  Deno.test(`no JSON: ${name}`, () => {
    assertThrows(
      () => toJsonValue([value]),
      TypeError,
      "Cannot hand out a value: expected numbers, texts, booleans, null, or " +
        `arrays and plain objects of these, got ${got}`,
    );
  });
}

Deno.test("what holds itself is refused", () => {
  const self: unknown[] = [];
  self.push(self);
  assertThrows(() => toJsonValue(self), TypeError, "got nested deeper than 8");
});
