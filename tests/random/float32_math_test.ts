import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { fma, log, sinCos } from "mle/random/float32_math.ts";

/** A float32 number times 2¹⁴⁹, which makes every one an integer. */
function scaled(x: number): bigint {
  return BigInt(x * 2 ** 149);
}

/** The float32 numbers next to x, 0 not being among the three. */
function neighbours(x: number): number[] {
  const float = Float32Array.of(x);
  const bits = new Int32Array(float.buffer);
  return [-1, 1].map((step) => {
    const value = float.slice();
    new Int32Array(value.buffer)[0] = bits[0] + step;
    return value[0];
  });
}

/** How far x is from a·b + c, times 2²⁹⁸. */
function error(x: number, a: number, b: number, c: number): bigint {
  const difference = scaled(a) * scaled(b) + ((scaled(c) - scaled(x)) << 149n);
  return difference < 0n ? -difference : difference;
}

const float = fc.float({ min: -1024, max: 1024, noNaN: true });

Deno.test("fma is the float32 number nearest to a·b + c", () => {
  fc.assert(
    fc.property(float, float, float, (a, b, c) => {
      const result = fma(a, b, c);
      assertEquals(Math.fround(result), result);
      fc.pre(Math.abs(result) > 2 ** -100);
      const least = error(result, a, b, c);
      for (const other of neighbours(result)) {
        assert(least <= error(other, a, b, c), `fma(${a}, ${b}, ${c})`);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("fma is right where rounding twice is not", () => {
  const ulp = 2 ** -23;
  // Half an ulp of 1, times 1 + 2⁻³⁰ and 1 − 2⁻³⁰: float64 sees half an ulp.
  const above = [429325, 2501 * 2 ** -54] as const;
  const below = [1 - 2 ** -15, (1 + 2 ** -15) * 2 ** -24] as const;
  for (const sign of [1, -1]) {
    assertEquals(fma(sign * above[0], above[1], sign), sign * (1 + ulp));
    assertEquals(fma(sign * below[0], below[1], sign), sign);
    const odd = 1 + ulp;
    assertEquals(
      fma(sign * above[0], above[1], sign * odd),
      sign * (odd + ulp),
    );
    assertEquals(fma(sign * below[0], below[1], sign * odd), sign * odd);
  }
  // A true tie goes to the even neighbour.
  assertEquals(fma(0.5, ulp, 1), 1);
  assertEquals(fma(0.5, ulp, 1 + ulp), 1 + 2 * ulp);
});

Deno.test("log is the natural logarithm in float32", () => {
  assertEquals(log(1), 0);
  fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 24 }), (k) => {
    const x = k / 2 ** 24;
    const expected = Math.log(x);
    assert(Math.abs(log(x) - expected) <= 2e-7 * Math.abs(expected), `${x}`);
  }));
});

Deno.test("sinCos is sine and cosine in float32", () => {
  assertEquals(sinCos(0), [0, 1]);
  const angle = fc.float({
    min: 0,
    max: Math.fround(2 * Math.PI),
    noNaN: true,
  });
  fc.assert(fc.property(angle, (x) => {
    const [sin, cos] = sinCos(x);
    assert(Math.abs(sin - Math.sin(x)) < 1.5e-7, `sin ${x}`);
    assert(Math.abs(cos - Math.cos(x)) < 1.5e-7, `cos ${x}`);
  }));
});
