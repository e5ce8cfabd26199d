import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { integrate } from "mle/math/mod.ts";

Deno.test("integrate: Gaussians of any place and width, to 1e-12 relative", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0.05, max: 50, noNaN: true }),
      (mean, deviation) => {
        const value = integrate((x) =>
          Math.exp(-(((x - mean) / deviation) ** 2) / 2)
        );
        const exact = deviation * Math.sqrt(2 * Math.PI);
        assert(
          Math.abs(value / exact - 1) < 1e-12,
          `N(${mean}, ${deviation}²): ${value / exact - 1}`,
        );
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("integrate: other integrands that die away", () => {
  assertAlmostEquals(integrate((x) => 1 / Math.cosh(x)), Math.PI, 1e-12);
  assertAlmostEquals(
    integrate((x) => x * x * Math.exp(-x * x)),
    Math.sqrt(Math.PI) / 2,
    1e-12,
  );
  assertAlmostEquals(
    integrate((x) => Math.cos(2 * x) * Math.exp(-x * x)),
    Math.sqrt(Math.PI) / Math.E,
    1e-12,
  );
});

Deno.test("integrate: two step sizes that agree by chance do not end it", () => {
  // At every multiple of 1/16, the cosine is 1.
  const value = integrate((x) => {
    const t = Math.asinh(x);
    return Math.exp(-t * t) * (1 + Math.cos(32 * Math.PI * t)) / Math.cosh(t);
  });
  assertAlmostEquals(value, Math.sqrt(Math.PI), 1e-12);
});

Deno.test("integrate: what overflows only where it has decayed", () => {
  const value = integrate((x) => Math.exp(2 * x) * Math.exp(-x * x / 2));
  assertAlmostEquals(value / (Math.sqrt(2 * Math.PI) * Math.exp(2)), 1, 1e-12);
});

Deno.test("integrate: zero, infinity and NaN are given back", () => {
  assertEquals(integrate(() => 0), 0);
  assertEquals(integrate((x) => Math.exp(x * x)), Infinity);
  assertEquals(integrate((x) => Math.sqrt(x)), NaN);
});

Deno.test("integrate: refuses an integrand that does not die away", () => {
  assertThrows(
    () => integrate(() => 1),
    RangeError,
    "Cannot integrate over the real line: expected an integrand that decays, got ends of 1 and 1",
  );
});

Deno.test("integrate: refuses an integrand with a jump", () => {
  assertThrows(
    () => integrate((x) => x > 0.1234 ? Math.exp(-x) : 0),
    RangeError,
    "expected a smooth integrand without narrow peaks, got a sum that has not converged",
  );
});
