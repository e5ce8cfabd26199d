/** Thrown where Stop ends work that cannot return a part of its result. */
export class StoppedError extends Error {
  /**
   * Says what Stop has ended.
   *
   * @param what What has ended, and what remains of it.
   */
  constructor(what: string) {
    super(`Stop: ${what}`);
    this.name = "StoppedError";
  }
}
