/** Thrown by a check: what it looked at, what it expected, what came, and a hint. */
export class CheckError extends Error {
  /** What a notebook shows before the message. */
  override name = "CheckError";

  /** The hint, if there is one, says what is usually wrong. */
  constructor(what: string, expected: string, got: string, hint = "") {
    super(`${what}: expected ${expected}, got ${got}${hint && `. ${hint}`}`);
  }
}
