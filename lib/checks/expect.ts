import { CheckError } from "./check_error.ts";

/** A result that a usual mistake leads to, and what to say of it. */
export interface Mistake {
  /** What comes if the mistake was made. */
  leadsTo: unknown;
  /** What is wrong, and what to do. */
  hint: string;
}

const TOLERANCE = 1e-4;

/**
 * Throws unless `got` is `expected`: numbers to a relative 1e-4, arrays and
 * typed arrays number by number, everything else exactly.
 *
 * @param what What is compared, for the message.
 * @param hint What to say of a result that no known mistake leads to.
 * @throws {CheckError} with the hint of the mistake that leads to `got`.
 */
export function expectSame(
  what: string,
  got: unknown,
  expected: unknown,
  mistakes: readonly Mistake[] = [],
  hint?: string,
): void {
  if (isSame(got, expected)) return;
  const made = mistakes.find(({ leadsTo }) => isSame(got, leadsTo));
  throw new CheckError(what, text(expected), text(got), made?.hint ?? hint);
}

/** Whether two results are the same, as {@linkcode expectSame} sees it. */
function isSame(got: unknown, expected: unknown): boolean {
  if (typeof got === "number" && typeof expected === "number") {
    return Object.is(got, expected) ||
      Math.abs(got - expected) <= TOLERANCE * (1 + Math.abs(expected));
  }
  if (isList(got) && isList(expected)) {
    return got.length === expected.length &&
      Array.from(expected).every((item, i) => isSame(got[i], item));
  }
  return Object.is(got, expected);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) ||
    ArrayBuffer.isView(value) && !(value instanceof DataView);
}

const MAX_ITEMS = 12;

/** A result in a message: numbers to five digits, long lists cut off. */
export function text(value: unknown): string {
  if (typeof value === "number") return `${Number(value.toPrecision(5))}`;
  if (isList(value)) {
    const shown = Array.from(value).slice(0, MAX_ITEMS).map(text);
    if (value.length > MAX_ITEMS) shown.push(`… (${value.length} in all)`);
    return `[${shown.join(", ")}]`;
  }
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `"${value}"`;
  return value?.constructor?.name === "Object"
    ? `{ ${Object.keys(value).join(", ")} }`
    : value instanceof Object
    ? `a ${value.constructor?.name ?? "strange object"}`
    : String(value);
}
