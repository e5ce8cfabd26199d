/** Deno's std assertions, as far as this project's tests use them. */

/** Thrown by every assertion that fails. */
export class AssertionError extends Error {}

/** Compares two values, and throws an `AssertionError` if the check fails. */
export type Compare = <T>(actual: T, expected: T, message?: string) => void;
/** A class of errors, abstract or not. */
export type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** Fails unless `condition` is truthy. */
export function assert(condition: unknown, message?: string): asserts condition;
/** Fails unless the two are deeply equal. */
export const assertEquals: Compare;
/** Fails if the two are deeply equal. */
export const assertNotEquals: Compare;
/** Fails unless |actual - expected| is within `tolerance`. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
): void;
/** Fails unless `actual` > `expected`. */
export const assertGreater: Compare;
/** Fails unless `actual` >= `expected`. */
export const assertGreaterOrEqual: Compare;
/** Fails unless `actual` < `expected`. */
export const assertLess: Compare;
/** Fails unless `actual` <= `expected`. */
export const assertLessOrEqual: Compare;
/** Fails unless `actual` is an instance of `type`. */
export function assertInstanceOf<T>(
  actual: unknown,
  type: abstract new (...args: never[]) => T,
  message?: string,
): asserts actual is T;
/** Fails unless `expected` matches `actual`. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  message?: string,
): void;
/** Fails unless `actual` contains `expected`. */
export const assertStringIncludes: Compare;
/** Fails unless `fn` throws; returns what it threw. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
  message?: string,
): E;
/** Fails unless the promise of `fn` is rejected; resolves to the reason. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
  message?: string,
): Promise<E>;
