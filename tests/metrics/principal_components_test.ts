import {
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { principalComponents, reconstructionErrors } from "mle/metrics/mod.ts";
import { Generator } from "mle/random/mod.ts";

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

Deno.test("components, variances and errors of a cross", () => {
  // Along (3, 4)/5 at ±10, along (-4, 3)/5 at ±5, around (1, 2).
  const samples = Float32Array.of(7, 10, -5, -6, -3, 5, 5, -1);
  const { mean, components, variances, errors } = principalComponents(
    samples,
    2,
  );
  assertEquals([...mean], [1, 2]);
  assertAlmostEquals(variances[0], 50, 1e-12);
  assertAlmostEquals(variances[1], 12.5, 1e-12);
  const [first, second] = [components.slice(0, 2), components.slice(2)];
  assertAlmostEquals(Math.abs(dot(first, [0.6, 0.8])), 1, 1e-12);
  assertAlmostEquals(Math.abs(dot(second, [-0.8, 0.6])), 1, 1e-12);
  [31.25, 6.25, 0].forEach((expected, d) =>
    assertAlmostEquals(errors[d], expected, 1e-12)
  );
});

Deno.test("the errors of the fitted samples come from their variances too", () => {
  const samples = new Generator(1).normal(40 * 6);
  const pca = principalComponents(samples, 6);
  reconstructionErrors(pca, samples).forEach((error, d) =>
    assertAlmostEquals(error, pca.errors[d], 1e-12)
  );
});

Deno.test("components are orthonormal, fewer samples than numbers too", () => {
  const { components, variances } = principalComponents(
    new Generator(2).normal(3 * 5),
    5,
  );
  const row = (k: number) => components.subarray(5 * k, 5 * k + 5);
  for (let a = 0; a < 5; a++) {
    for (let b = 0; b < 5; b++) {
      assertAlmostEquals(dot(row(a), row(b)), a === b ? 1 : 0, 1e-12);
    }
  }
  assertEquals([...variances].toSorted((a, b) => b - a), [...variances]);
  for (const variance of variances.slice(2)) {
    assertAlmostEquals(variance, 0, 1e-12);
    assertLessOrEqual(0, variance);
  }
});

Deno.test("no other directions leave less", () => {
  const samples = new Generator(3).normal(30 * 4);
  const pca = principalComponents(samples, 4);
  fc.assert(fc.property(fc.integer({ min: 0, max: 9999 }), (seed) => {
    // Reconstruct from one number along any direction.
    const direction = new Generator(seed).normal(4);
    const length = Math.sqrt(dot(direction, direction));
    let error = 0;
    for (let row = 0; row < 30; row++) {
      const centred = Array.from(
        samples.subarray(4 * row, 4 * row + 4),
        (value, j) => value - pca.mean[j],
      );
      const code = dot(centred, direction) / length;
      error += (dot(centred, centred) - code ** 2) / (30 * 4);
    }
    assertLessOrEqual(pca.errors[1], error + 1e-12);
  }));
});

Deno.test("other samples are described by the same mean and components", () => {
  const pca = principalComponents(Float32Array.of(-1, 0, 1, 0), 2);
  assertEquals([...reconstructionErrors(pca, Float32Array.of(2, 4))], [
    10,
    8,
    0,
  ]);
});

Deno.test("samples that are not whole are refused", () => {
  assertThrows(
    () => principalComponents(new Float32Array(5), 2),
    RangeError,
    "Cannot compute principal components: expected rows of 2 numbers, at " +
      "least one, got 5 numbers",
  );
  assertThrows(() => principalComponents(new Float32Array(), 2), RangeError);
  const pca = principalComponents(Float32Array.of(-1, 0, 1, 0), 2);
  assertThrows(
    () => reconstructionErrors(pca, new Float32Array(3)),
    RangeError,
    "Cannot reconstruct: expected rows of 2 numbers, at least one, got 3 " +
      "numbers",
  );
});
