/**
 * A file or folder of data is not as it should be; the message names the path,
 * what was expected and what was found.
 */
export class DataError extends Error {
  /** The name of this kind of error. */
  override name: string = "DataError";

  /** `advice` says what to do, if that is not obvious from the rest. */
  constructor(
    readonly path: string,
    readonly expected: string,
    readonly found: string,
    readonly advice?: string,
  ) {
    super(
      `Cannot read ${path}: expected ${expected}, got ${found}` +
        (advice === undefined ? "" : `. ${advice}`),
    );
  }
}
