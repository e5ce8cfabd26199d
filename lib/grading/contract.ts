/**
 * What the grader, outside of the notebook, and the hidden tests in it agree on.
 *
 * @module
 */
import type { JsonValue } from "./json_value.ts";

/** The media type under which hidden tests show their values. */
export const VALUES_MIME = "application/vnd.mle.values+json";

/** What a grader puts before hidden tests, as `globalThis.mleTicket`. */
export interface Ticket {
  /** What the values have to bear. */
  nonce: string;
  /** What the inputs are drawn from. */
  seed: number;
}

/** One handed-out value, or why there is none. */
export type HandedOutValue = { value: JsonValue } | { error: string };

/** What a grade cell displays under {@linkcode VALUES_MIME}. */
export interface HandedOut {
  /** The run's nonce; empty where nobody grades. */
  nonce: string;
  /** The values by name. */
  values: Record<string, HandedOutValue>;
}
