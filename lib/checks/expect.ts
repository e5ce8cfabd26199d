import { CheckError } from "./check_error.ts";

/** The result of a common mistake, and what to say about it. */
export interface Mistake {
  /** The result if the mistake was made. */
  leadsTo: unknown;
  /** What is wrong, and what to do. */
  hint: string;
}

const TOLERANCE = 1e-4;

/**
 * Throws unless `got` is `expected`: numbers to a relative 1e-4, arrays and
 * typed arrays element by element, everything else exactly.
 *
 * @param what What is compared, for the message.
 * @param hint What to say if no known mistake explains the result.
 * @throws {CheckError} with the hint of the mistake that explains `got`.
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

/** Whether two results are the same in the sense of {@linkcode expectSame}. */
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

/** A result as shown in messages: numbers to five digits, long lists truncated. */
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
