import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { kolmogorovSmirnov, normalCdf } from "mle/math/mod.ts";

/** Fifty numbers spread over (−1, 2). */
const sample = Array.from(
  { length: 50 },
  (_, i) => ((i + 1) * 0.6180339887498949) % 1 * 3 - 1,
);

// scipy.stats.kstest of SciPy 1.17.1 on this sample, its exact p-values.
const cases = [
  { mean: 0.5, deviation: 1, statistic: 0.07548107032003548, p: 0.91766656 },
  { mean: 0, deviation: 1, statistic: 0.21393270264081532, p: 0.0173394964 },
  { mean: 1, deviation: 0.9, statistic: 0.22727216256968058, p: 0.0094372604 },
];

for (const { mean, deviation, statistic, p } of cases) {
  Deno.test(`kolmogorovSmirnov: as SciPy against N(${mean}, ${deviation}²)`, () => {
    const test = kolmogorovSmirnov(
      sample,
      (x) => normalCdf(x, mean, deviation),
    );
    assertAlmostEquals(test.statistic, statistic, 1e-7);
    assertAlmostEquals(test.pValue, p, 0.02);
  });
}

Deno.test("kolmogorovSmirnov: as SciPy for 2,000 values", () => {
  const values = Array.from(
    { length: 2000 },
    (_, i) => ((i + 1) * 0.6180339887498949) % 1 * 1.03,
  );
  const test = kolmogorovSmirnov(values, (x) => Math.min(1, x));
  assertAlmostEquals(test.statistic, 0.029733942372453637, 1e-12);
  assertAlmostEquals(test.pValue, 0.057072427770279544, 0.001);
});

Deno.test("kolmogorovSmirnov: an even spread is as near as can be", () => {
  const even = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100);
  const test = kolmogorovSmirnov(even, (x) => x);
  assertAlmostEquals(test.statistic, 0.005, 1e-12);
  assert(test.pValue === 1);
});

Deno.test("kolmogorovSmirnov does not change the sample", () => {
  const values = [3, 1, 2];
  kolmogorovSmirnov(values, (x) => x / 4);
  assert(values.join() === "3,1,2");
});

Deno.test("kolmogorovSmirnov: refuses an empty sample", () => {
  assertThrows(
    () => kolmogorovSmirnov([], (x) => x),
    RangeError,
    "expected at least one value, got none",
  );
});
