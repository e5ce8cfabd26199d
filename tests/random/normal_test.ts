import { assert, assertAlmostEquals } from "@std/assert";
import { boxMullerBlock, boxMullerPair } from "mle/random/normal.ts";

Deno.test("a pair is the polar form of two normals", () => {
  const [first, second] = boxMullerPair(1 / 8, 1 - Math.exp(-2));
  assertAlmostEquals(first, Math.SQRT2, 1e-12);
  assertAlmostEquals(second, Math.SQRT2, 1e-12);
});

Deno.test("a block pairs its values j and j + 8, in place", () => {
  const values = new Float32Array(20).fill(0.5);
  const [j, start] = [3, 2];
  values[start + j + 8] = 0.25;
  boxMullerBlock(values, start);
  const radius = Math.sqrt(2 * Math.LN2);
  assertAlmostEquals(values[start + j], 0, 1e-6);
  assertAlmostEquals(values[start + j + 8], radius, 1e-6);
  assertAlmostEquals(values[start], -radius, 1e-6);
  assertAlmostEquals(values[start + 8], 0, 1e-6);
  for (const i of [0, 1, 18, 19]) assert(values[i] === 0.5, `value ${i}`);
});

Deno.test("a radius of zero gives 0, not -0", () => {
  for (const angle of [0, 0.25, 0.5, 0.75]) {
    const values = new Float32Array(16).fill(angle, 8);
    boxMullerBlock(values, 0);
    assert(values.every((value) => Object.is(value, 0)), `angle ${angle}`);
  }
});
