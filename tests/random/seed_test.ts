import { assertEquals, assertThrows } from "@std/assert";
import { Generator } from "mle/random/mod.ts";

Deno.test("numbers and bigints seed alike", () => {
  for (const seed of [0, 42, -1, 2 ** 40 + 3]) {
    const generator = new Generator(seed);
    assertEquals(generator.initialSeed(), BigInt.asUintN(64, BigInt(seed)));
    assertEquals(
      generator.random64(),
      new Generator(BigInt(seed)).random64(),
    );
  }
});

Deno.test("only the low 32 bits of a seed decide", () => {
  assertEquals(
    new Generator(2 ** 32 + 5).normal(20),
    new Generator(5).normal(20),
  );
});

Deno.test("a seed that is no integer is refused", () => {
  for (const seed of [1.5, NaN, Infinity]) {
    assertThrows(
      () => new Generator(seed),
      RangeError,
      `Cannot seed the generator: expected an integer, got ${seed}`,
    );
  }
  for (const [seed, got] of [["42", "string"], [null, "null"]]) {
    assertThrows(
      () => new Generator(seed as unknown as number),
      TypeError,
      `Cannot seed the generator: expected an integer, got ${got}`,
    );
  }
});

Deno.test("a number too large to be exact is sent to bigint", () => {
  assertThrows(
    () => new Generator(2 ** 53),
    RangeError,
    "got 9007199254740992; write seeds beyond 2^53 as bigint",
  );
});

Deno.test("seeds outside 64 bits are refused, and change nothing", () => {
  const generator = new Generator(1);
  const before = generator.getState();
  for (const seed of [2n ** 64n, -(2n ** 63n) - 1n]) {
    assertThrows(
      () => generator.manualSeed(seed),
      RangeError,
      "Cannot seed the generator: expected a seed from -2^63 to 2^64 - 1, " +
        `got ${seed}`,
    );
  }
  assertEquals(generator.getState(), before);
});
