/**
 * Thrown by a check; its message names what it checked, what it expected and
 * what it got, and gives a hint at the usual mistake.
 */
export class CheckError extends Error {
  /** The name that a notebook shows before the message. */
  override name = "CheckError";

  /** The hint, if any, names what is usually wrong. */
  constructor(what: string, expected: string, got: string, hint = "") {
    super(`${what}: expected ${expected}, got ${got}${hint && `. ${hint}`}`);
  }
}
