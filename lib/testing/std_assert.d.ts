/** Deno's std assertions, as far as this project's tests use them. */

/** Thrown by every assertion that fails. */
export class AssertionError extends Error {}

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** Fails unless `condition` is truthy. */
export function assert(condition: unknown, message?: string): asserts condition;
/** Fails unless the two are deeply equal. */
export function assertEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void;
/** Fails if the two are deeply equal. */
export function assertNotEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void;
/** Fails unless the two are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T;
/** Fails unless |actual - expected| is within `tolerance`. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
): void;
/** Fails if `actual` is null or undefined. */
export function assertExists<T>(
  actual: T,
  message?: string,
): asserts actual is NonNullable<T>;
/** Fails unless `actual` > `expected`. */
export function assertGreater<T>(
  actual: T,
  expected: T,
  message?: string,
): void;
/** Fails unless `actual` >= `expected`. */
export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  message?: string,
): void;
/** Fails unless `actual` < `expected`. */
export function assertLess<T>(actual: T, expected: T, message?: string): void;
/** Fails unless `actual` <= `expected`. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  message?: string,
): void;
/** Fails unless `actual` is an instance of `type`. */
export function assertInstanceOf<
  T extends abstract new (...args: never[]) => unknown,
>(
  actual: unknown,
  type: T,
  message?: string,
): asserts actual is InstanceType<T>;
/** Fails unless `expected` matches `actual`. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  message?: string,
): void;
/** Fails if `expected` matches `actual`. */
export function assertNotMatch(
  actual: string,
  expected: RegExp,
  message?: string,
): void;
/** Fails unless `actual` contains `expected`. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  message?: string,
): void;
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
/** Always fails. */
export function fail(message?: string): never;
