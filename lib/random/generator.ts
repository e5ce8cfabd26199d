import { decodeState, encodeState } from "./generator_state.ts";
import { MersenneTwister } from "./mersenne_twister.ts";
import { BLOCK, boxMullerBlock, boxMullerPair } from "./normal.ts";
import { type Seed, unsignedSeed } from "./seed.ts";

/** For larger n, PyTorch draws permutations from 64-bit integers. */
const MAX_PERMUTATION = 214_748_363;

/**
 * A seeded random number generator that reproduces PyTorch's CPU generator bit
 * for bit.
 *
 * All methods draw from one Mersenne Twister (MT19937), in the order of the
 * calls. The numbers equal those of PyTorch 2.13 on a processor with AVX2;
 * without AVX2, PyTorch's normals for 16 or more values differ by up to about
 * 2e-6.
 *
 * Source: as `torch.Generator(device="cpu")`.
 *
 * @example
 * ```ts
 * import { Generator } from "mle/random/mod.ts";
 *
 * const generator = new Generator(42);
 * generator.uniform(2, -1, 1); // torch.empty(2).uniform_(-1, 1)
 * generator.normal(3); // torch.randn(3)
 * generator.permutation(10); // torch.randperm(10)
 * ```
 */
export class Generator {
  #seed = 0n;
  #engine = new MersenneTwister(0);
  #nextNormal: number | undefined;

  /**
   * Seeds the generator with an integer in [−2⁶³, 2⁶⁴), by default PyTorch's
   * fixed one.
   *
   * @throws {TypeError | RangeError} `seed` is not such an integer
   */
  constructor(seed: Seed = 67280421310721n) {
    this.manualSeed(seed);
  }

  /**
   * Reseeds the generator and returns it. Only the low 32 bits matter; a
   * negative seed s stands for 2⁶⁴ + s.
   *
   * @throws {TypeError | RangeError} `seed` is not an integer in [−2⁶³, 2⁶⁴)
   */
  manualSeed(seed: Seed): this {
    this.#seed = unsignedSeed(seed);
    this.#engine = new MersenneTwister(
      Number(BigInt.asUintN(32, this.#seed)),
    );
    this.#nextNormal = undefined;
    return this;
  }

  /** The seed last set, in [0, 2⁶⁴). */
  initialSeed(): bigint {
    return this.#seed;
  }

  /** The next integer in [0, 2³²). */
  random32(): number {
    return this.#engine.draw();
  }

  /**
   * The next integer in [0, 2⁶⁴), made of two 32-bit draws, the high half
   * first.
   */
  random64(): bigint {
    const high = BigInt(this.random32());
    return (high << 32n) | BigInt(this.random32());
  }

  /** The next integer in [0, 2⁶³), as `torch.empty((), dtype=torch.int64).random_()`. */
  random63(): bigint {
    return BigInt.asUintN(63, this.random64());
  }

  /**
   * Draws `count` float32 numbers, uniform in [lo, hi): k·2⁻²⁴·(hi − lo) + lo
   * with k the low 24 bits of a 32-bit draw; as `torch.Tensor.uniform_(lo, hi)`.
   *
   * @throws {RangeError} `count` is not an array length, or the bounds, rounded
   * to float32, are not lo ≤ hi with a finite difference
   */
  uniform(count: number, lo = 0, hi = 1): Float32Array<ArrayBuffer> {
    checkCount("numbers", count);
    const from = Math.fround(lo);
    const to = Math.fround(hi);
    const range = Math.fround(to - from);
    if (!(from <= to && range < Infinity)) {
      throw new RangeError(
        "Cannot draw uniform numbers: expected finite bounds lo <= hi, " +
          `got ${lo} and ${hi}`,
      );
    }
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      values[i] = this.#uniform24() * range + from;
      // Rounding to float32 may reach the excluded upper bound.
      if (values[i] === to) values[i] = from;
    }
    return values;
  }

  /**
   * Draws `count` float32 numbers of the standard normal distribution; as
   * `torch.randn(count)`.
   *
   * Fewer than 16 come as Box–Muller pairs in double precision, whose second
   * normal may be kept for the next such call. 16 or more are drawn in blocks
   * of 16 in float32; if `count` is not a multiple of 16, the last 16 are drawn
   * again.
   *
   * @throws {RangeError} `count` is not an array length
   */
  normal(count: number): Float32Array<ArrayBuffer> {
    checkCount("numbers", count);
    if (count < BLOCK) {
      return Float32Array.from({ length: count }, () => this.#normal());
    }
    const values = this.uniform(count);
    for (let start = 0; start + BLOCK <= count; start += BLOCK) {
      boxMullerBlock(values, start);
    }
    if (count % BLOCK !== 0) {
      values.set(this.uniform(BLOCK), count - BLOCK);
      boxMullerBlock(values, count - BLOCK);
    }
    return values;
  }

  /**
   * Draws a permutation of 0 … n − 1 (Fisher–Yates); as `torch.randperm(n)`.
   *
   * @throws {RangeError} `n` is not an integer in [0, 214,748,363]
   */
  permutation(n: number): Int32Array<ArrayBuffer> {
    checkCount("a permutation of numbers", n, MAX_PERMUTATION);
    const values = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const j = i + this.random32() % (n - i);
      [values[i], values[j]] = [values[j], values[i]];
    }
    return values;
  }

  /**
   * The generator's state, 5056 bytes in the format of `torch.get_rng_state()`
   * and `torch.set_rng_state()`.
   */
  getState(): Uint8Array<ArrayBuffer> {
    return encodeState({
      seed: this.#seed,
      engine: this.#engine,
      nextNormal: this.#nextNormal,
    });
  }

  /**
   * Restores a state that {@linkcode getState} returned.
   *
   * @throws {TypeError | RangeError} `state` is not the state of a generator
   */
  setState(state: Uint8Array): void {
    const { seed, engine, nextNormal } = decodeState(state);
    this.#seed = seed;
    this.#engine = engine;
    this.#nextNormal = nextNormal;
  }

  /** A multiple of 2⁻²⁴ in [0, 1). */
  #uniform24(): number {
    return (this.random32() & 0xffffff) / 2 ** 24;
  }

  /** A multiple of 2⁻⁵³ in [0, 1). */
  #uniform53(): number {
    return Number(BigInt.asUintN(53, this.random64())) / 2 ** 53;
  }

  #normal(): number {
    const waiting = this.#nextNormal;
    if (waiting !== undefined) {
      this.#nextNormal = undefined;
      return waiting;
    }
    const [first, second] = boxMullerPair(this.#uniform53(), this.#uniform53());
    this.#nextNormal = second;
    return first;
  }
}

function checkCount(what: string, count: number, max = 2 ** 32 - 1): void {
  if (!Number.isInteger(count) || count < 0 || count > max) {
    throw new RangeError(
      `Cannot draw ${what}: expected how many as an integer from 0 to ${max}, got ${count}`,
    );
  }
}
