/** What the notebook has declared where a prompt stands; students do not get these imports. */
import type { Derivation } from "mle/math/mod.ts";

/** The derivation of Task 1. */
export declare const sum: Derivation;
/** The derivation of Task 2. */
export declare const size: Derivation;
