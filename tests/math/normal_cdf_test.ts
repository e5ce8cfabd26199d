import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normalCdf } from "mle/math/mod.ts";

Deno.test("normalCdf: as the error function, for any mean and deviation", () => {
  // (1 + math.erf(z / sqrt(2))) / 2 of Python 3.11
  assertAlmostEquals(normalCdf(0), 0.5, 1e-7);
  assertAlmostEquals(normalCdf(1.96), 0.9750021048517795, 1e-7);
  assertAlmostEquals(normalCdf(-1), 0.15865525393145707, 1e-7);
  assertAlmostEquals(normalCdf(3, -1.5, 2.5), 0.9640696808870742, 1e-7);
  assertEquals(normalCdf(-Infinity), 0);
  assertEquals(normalCdf(Infinity), 1);
});

Deno.test("normalCdf refuses an invalid standard deviation", () => {
  for (const deviation of [0, -1, NaN]) {
    assertThrows(
      () => normalCdf(0, 0, deviation),
      RangeError,
      `expected a positive standard deviation, got ${deviation}`,
    );
  }
});
