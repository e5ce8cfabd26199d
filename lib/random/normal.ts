import { log, sinCos } from "./float32_math.ts";

/** The number of values in a float32 Box–Muller block. */
export const BLOCK = 16;

const HALF = BLOCK / 2;
const TWO_PI = Math.fround(2 * Math.PI);

/**
 * Turns 16 uniforms of [0, 1), from `start` on, into standard normals in place.
 *
 * Values j and j + 8 are a Box–Muller pair: r = √(−2 ln(1 − u₁)), φ = 2π·u₂;
 * r·cos φ goes to j, r·sin φ to j + 8. Float32 throughout.
 */
export function boxMullerBlock(values: Float32Array, start: number): void {
  for (let j = start; j < start + HALF; j++) {
    const radius = Math.fround(Math.sqrt(-2 * log(1 - values[j])));
    const [sin, cos] = sinCos(Math.fround(TWO_PI * values[j + HALF]));
    // Adding the mean, 0, makes −0 a 0.
    values[j] = Math.fround(radius * cos) + 0;
    values[j + HALF] = Math.fround(radius * sin) + 0;
  }
}

/**
 * Two standard normals in double precision from two uniforms of [0, 1):
 * r = √(−2 ln(1 − u₂)), φ = 2π·u₁, r·cos φ and r·sin φ.
 */
export function boxMullerPair(
  u1: number,
  u2: number,
): [first: number, second: number] {
  const radius = Math.sqrt(-2 * Math.log1p(-u2));
  const angle = 2 * Math.PI * u1;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
