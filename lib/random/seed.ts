const MIN_SEED = -(2n ** 63n);
const MAX_SEED = 2n ** 64n - 1n;

/** A seed: an integer in [−2⁶³, 2⁶⁴). */
export type Seed = number | bigint;

/**
 * The seed as an unsigned 64-bit integer; a negative seed s becomes 2⁶⁴ + s.
 *
 * @throws {TypeError} `seed` is neither a number nor a bigint
 * @throws {RangeError} `seed` is not an integer, is a number beyond 2⁵³ (which
 * must be a bigint), or lies outside [−2⁶³, 2⁶⁴)
 */
export function unsignedSeed(seed: Seed): bigint {
  if (typeof seed !== "number" && typeof seed !== "bigint") {
    throw new TypeError(
      `Cannot seed the generator: expected an integer, got ${
        seed === null ? "null" : typeof seed
      }`,
    );
  }
  if (typeof seed === "number" && !Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot seed the generator: expected an integer, got ${seed}` +
        (Number.isInteger(seed)
          ? "; write seeds beyond 2^53 as bigint, such as 2n ** 60n"
          : ""),
    );
  }
  const value = BigInt(seed);
  if (value < MIN_SEED || value > MAX_SEED) {
    throw new RangeError(
      `Cannot seed the generator: expected a seed from -2^63 to 2^64 - 1, got ${value}`,
    );
  }
  return BigInt.asUintN(64, value);
}
