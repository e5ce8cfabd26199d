import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Generator } from "mle/random/mod.ts";
import { assertSameBits, fixture } from "./fixture.ts";

Deno.test("the engine is the Mersenne Twister of the C++ standard", () => {
  const generator = new Generator(5489);
  assertEquals(generator.random32(), 3499211612);
  for (let i = 2; i < 10_000; i++) generator.random32();
  assertEquals(generator.random32(), 4123659995);
});

for (const expected of fixture.streams) {
  Deno.test(`all streams of seed ${expected.seed} are PyTorch's`, () => {
    const generator = new Generator(BigInt(expected.seed));
    assertEquals(String(generator.initialSeed()), expected.initialSeed);
    for (const value of expected.random64) {
      assertEquals(String(generator.random64()), value);
    }
    for (const value of expected.random63) {
      assertEquals(String(generator.random63()), value);
    }
    assertSameBits(generator.uniform(1000), expected.uniform, "uniform");
    assertSameBits(generator.normal(1000), expected.normal, "normal");
    assertSameBits(generator.permutation(1000), expected.permutation, "order");
  });
}

Deno.test("without a seed a generator starts at PyTorch's default", () => {
  const generator = new Generator();
  assertEquals(String(generator.initialSeed()), fixture.defaultSeed);
  assertEquals(
    generator.random64(),
    new Generator(BigInt(fixture.defaultSeed)).random64(),
  );
});

Deno.test("uniform numbers between bounds are PyTorch's", () => {
  const generator = new Generator(1);
  for (const expected of fixture.uniforms) {
    const { lo, hi } = expected;
    assertSameBits(
      generator.uniform(1000, lo, hi),
      expected,
      `uniform in [${lo}, ${hi})`,
    );
  }
});

Deno.test("uniform numbers reach lo but never hi", () => {
  fc.assert(fc.property(
    fc.maxSafeInteger(),
    fc.float({ min: -1e6, max: 1e6, noNaN: true }),
    fc.float({ min: Math.fround(1e-6), max: 1e3, noNaN: true }),
    (seed, lo, range) => {
      const hi = Math.fround(lo + range);
      fc.pre(lo < hi);
      const values = new Generator(seed).uniform(50, lo, hi);
      assert(values.every((value) => lo <= value && value < hi));
    },
  ));
});

Deno.test("normals of few, of 16 and of many values are PyTorch's", () => {
  const generator = new Generator(2);
  for (const expected of fixture.normals) {
    const what = `${expected.count} normals`;
    assertSameBits(generator.normal(expected.count), expected, what);
  }
});

Deno.test("a normal that waits is forgotten with a new seed", () => {
  const generator = new Generator(7);
  const first = generator.normal(1);
  assertEquals(generator.manualSeed(7).normal(1), first);
});

Deno.test("normals have mean 0 and variance 1", () => {
  const values = new Generator(11).normal(100_000);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) /
    values.length;
  assert(Math.abs(mean) < 0.01, `mean ${mean}`);
  assert(Math.abs(variance - 1) < 0.02, `variance ${variance}`);
});

Deno.test("permutations are PyTorch's, and draw as much", () => {
  const generator = new Generator(3);
  for (const expected of fixture.permutations) {
    const what = `permutation of ${expected.count}`;
    assertSameBits(generator.permutation(expected.count), expected, what);
    assertEquals(String(generator.random63()), expected.then, what);
  }
});

Deno.test("a permutation holds every index once", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.nat(200), (seed, n) => {
    const sorted = new Generator(seed).permutation(n).sort();
    assertEquals(sorted, Int32Array.from({ length: n }, (_, i) => i));
  }));
});

Deno.test("drawing nothing does not advance the generator", () => {
  const generator = new Generator(5);
  const before = generator.getState();
  assertEquals(generator.uniform(0), new Float32Array(0));
  assertEquals(generator.normal(0), new Float32Array(0));
  assertEquals(generator.permutation(0), new Int32Array(0));
  assertEquals(generator.permutation(1), new Int32Array(1));
  assertEquals(generator.getState(), before);
});

Deno.test("an invalid count is refused", () => {
  const generator = new Generator(5);
  const before = generator.getState();
  for (const count of [-1, 1.5, NaN, 2 ** 32]) {
    for (const draw of ["uniform", "normal"] as const) {
      assertThrows(
        () => generator[draw](count),
        RangeError,
        "Cannot draw numbers: expected how many as an integer from 0 to " +
          `4294967295, got ${count}`,
      );
    }
  }
  assertThrows(
    () => generator.permutation(214_748_364),
    RangeError,
    "Cannot draw a permutation of numbers: expected how many as an integer " +
      "from 0 to 214748363, got 214748364",
  );
  assertEquals(generator.getState(), before);
});

Deno.test("bounds that enclose nothing are refused", () => {
  const bounds = [[1, 0], [NaN, 1], [0, NaN], [0, Infinity], [-3e38, 3e38]];
  for (const [lo, hi] of bounds) {
    assertThrows(
      () => new Generator(5).uniform(3, lo, hi),
      RangeError,
      "Cannot draw uniform numbers: expected finite bounds lo <= hi, " +
        `got ${lo} and ${hi}`,
    );
  }
});
