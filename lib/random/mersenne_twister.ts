/** Words of state. */
export const STATE_WORDS = 624;
const MIDDLE_WORD = 397;

/**
 * The 32-bit Mersenne Twister MT19937, seeded from one 32-bit word.
 *
 * Source: Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally
 * equidistributed uniform pseudo-random number generator", ACM TOMACS 8(1), 1998.
 */
export class MersenneTwister {
  /** The state vector, 624 words. */
  readonly words: Uint32Array = new Uint32Array(STATE_WORDS);

  /** The number of words used up; 0 only before the first draw. */
  next = 0;

  /** Seeds with `seed` modulo 2³². */
  constructor(seed: number) {
    const { words } = this;
    words[0] = seed;
    for (let i = 1; i < STATE_WORDS; i++) {
      const previous = words[i - 1];
      words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** Draws the next integer in [0, 2³²). */
  draw(): number {
    if (this.next === 0 || this.next === STATE_WORDS) this.#renew();
    let y = this.words[this.next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Replaces the state vector by its successor. */
  #renew(): void {
    const { words } = this;
    for (let i = 0; i < STATE_WORDS; i++) {
      const y = (words[i] & 0x80000000) |
        (words[(i + 1) % STATE_WORDS] & 0x7fffffff);
      words[i] = words[(i + MIDDLE_WORD) % STATE_WORDS] ^ (y >>> 1) ^
        (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }
}
