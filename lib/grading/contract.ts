/**
 * The contract between the grader, outside of the notebook, and the hidden
 * tests in it.
 *
 * @module
 */
import type { JsonValue } from "./json_value.ts";

/** The media type under which hidden tests show their values. */
export const VALUES_MIME = "application/vnd.mle.values+json";

/** What the grader passes to hidden tests as `globalThis.mleTicket`. */
export interface Ticket {
  /** The nonce that the values must carry. */
  nonce: string;
  /** The seed from which the inputs are drawn. */
  seed: number;
}

/** A handed-out value, or the reason why there is none. */
export type HandedOutValue = { value: JsonValue } | { error: string };

/** What a grade cell displays under {@linkcode VALUES_MIME}. */
export interface HandedOut {
  /** The run's nonce; empty outside of grading. */
  nonce: string;
  /** The values by name. */
  values: Record<string, HandedOutValue>;
}
