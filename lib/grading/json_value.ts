/** A value that can be handed out as JSON. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [key: string]: JsonValue };

const MAX_DEPTH = 8;

/**
 * Converts a value to JSON: numbers that JSON lacks become the strings `NaN`,
 * `Infinity` and `-Infinity`, typed arrays become arrays.
 *
 * @throws {TypeError} if it is, or contains, anything but numbers, strings,
 * booleans, null, and arrays and plain objects of these.
 */
export function toJsonValue(value: unknown, depth = 0): JsonValue {
  if (depth > MAX_DEPTH) throw refusal(`nested deeper than ${MAX_DEPTH}`);
  if (value === null) return null;
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "string":
    case "boolean":
      return value;
    case "object":
      return objectToJson(value, depth);
    default:
      throw refusal(value === undefined ? "nothing" : `a ${typeof value}`);
  }
}

function objectToJson(value: object, depth: number): JsonValue {
  if (value instanceof Promise) throw refusal("a promise: await it");
  if (Array.isArray(value)) {
    return value.map((item) => toJsonValue(item, depth + 1));
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = value as unknown as ArrayLike<unknown>;
    return Array.from(numbers, (item) => toJsonValue(item, depth + 1));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw refusal(`a ${prototype.constructor?.name || "strange object"}`);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, toJsonValue(item, depth + 1)]),
  );
}

const refusal = (got: string) =>
  new TypeError(
    "Cannot hand out a value: expected numbers, texts, booleans, null, or " +
      `arrays and plain objects of these, got ${got}`,
  );
