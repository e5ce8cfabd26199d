/**
 * Thrown by a check: what it checked, what it expected, what it got, and a
 * hint.
 */
export class CheckError extends Error {
  /** The name that a notebook shows before the message. */
  override name = "CheckError";

  /** The hint, if any, says what is usually wrong. */
  constructor(what: string, expected: string, got: string, hint = "") {
    super(`${what}: expected ${expected}, got ${got}${hint && `. ${hint}`}`);
  }
}
