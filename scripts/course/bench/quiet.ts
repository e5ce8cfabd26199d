import { type Disturbance, watchOthers } from "./processes.ts";

/** What was measured, and how much of the processors others had meanwhile. */
export interface Watched<T> {
  value: T;
  others: Disturbance;
}

/** Others may use so much of a processor, before a measurement is repeated. */
export const TOLERATED_CORES = 0.05;
const TRIES = 4;

/** Whether others used too much of the processors. */
export const isDisturbed = ({ cores }: Disturbance): boolean =>
  cores > TOLERATED_CORES;

/**
 * Repeats measurements that others disturb, as long as there is time for it: a
 * run of the benchmark shares one of these.
 */
export class Patience {
  #leftMs: number;
  readonly #say: (what: string) => void;
  readonly #watch: typeof watchOthers;

  /** @param leftMs How long repeated measurements may take, all together. */
  constructor(
    leftMs: number,
    say: (what: string) => void,
    watch: typeof watchOthers = watchOthers,
  ) {
    this.#leftMs = leftMs;
    this.#say = say;
    this.#watch = watch;
  }

  /** Measures, up to four times; returns the least disturbed result. */
  async quietly<T>(measure: () => Promise<T>): Promise<Watched<T>> {
    let best: Watched<T> | undefined;
    for (let tries = 1;; tries++) {
      const startedAt = performance.now();
      const watch = this.#watch();
      const value = await measure();
      const watched = { value, others: watch() };
      if (best === undefined || watched.others.cores < best.others.cores) {
        best = watched;
      }
      // The first try is what had to be done anyway.
      if (tries > 1) this.#leftMs -= performance.now() - startedAt;
      if (!isDisturbed(best.others)) return best;
      const { cores, by } = watched.others;
      const again = tries < TRIES && this.#leftMs > 0;
      this.#say(
        `disturbed by ${by.slice(0, 3).join(", ") || "others"} (${
          cores.toFixed(2)
        } ` +
          `processors)${again ? ": once more" : ""}`,
      );
      if (!again) return best;
    }
  }
}
