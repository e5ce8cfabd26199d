import type { Generator } from "mle/random/generator.ts";
import type { TemporaryFolder } from "../data/temporary_folder.ts";

/** Something that a seed attacks. */
export interface FuzzTarget {
  readonly name: string;
  /** Attacks once, in a folder of its own; throws if something is wrong. */
  attack(generator: Generator, dir: TemporaryFolder): Promise<void>;
}
