import type { Generator } from "../../random/mod.ts";

/** Draws single values from a generator, in the forms needed to make up a scene. */
export class Chance {
  constructor(readonly generator: Generator) {}

  /** A number, uniform in [lo, hi). */
  between(lo: number, hi: number): number {
    return lo + (hi - lo) * (this.generator.random32() / 2 ** 32);
  }

  /** A number of mean `mean`, bell-shaped, within ±3 `deviation`. */
  around(mean: number, deviation: number): number {
    // The sum of three uniforms: variance 3/12, so half a standard deviation.
    const sum = this.between(-0.5, 0.5) + this.between(-0.5, 0.5) +
      this.between(-0.5, 0.5);
    return mean + 2 * deviation * sum;
  }

  /** True with probability `p`. */
  happens(p: number): boolean {
    return this.between(0, 1) < p;
  }

  /** One of the choices. */
  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.between(0, choices.length))];
  }
}
