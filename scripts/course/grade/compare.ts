import type { JsonValue as Json } from "mle/grading/json_value.ts";

const ABSOLUTE = 1e-4;
const RELATIVE = 1e-3;

/**
 * Whether a value is what the teacher's edition gives, lists and objects element
 * by element. Where all numbers of a value or a list are integers, they count,
 * index or say a shape, and must be equal; others are measured, and agree within
 * 1e-4 + 1e-3·|expected|. Everything else is compared exactly.
 */
export function agrees(
  expected: Json,
  got: Json,
  isExact = areIntegers(expected),
): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(got) && got.length === expected.length &&
      expected.every((value, i) => agrees(value, got[i], isExact));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof got !== "object" || got === null || Array.isArray(got)) {
      return false;
    }
    const keys = Object.keys(expected);
    return keys.length === Object.keys(got).length &&
      keys.every((key) =>
        Object.hasOwn(got, key) && agrees(expected[key], got[key])
      );
  }
  if (isExact || typeof expected !== "number" || typeof got !== "number") {
    return expected === got;
  }
  return Math.abs(got - expected) <= ABSOLUTE + RELATIVE * Math.abs(expected);
}

/** Whether a number, or all numbers of a list of lists, are integers. */
function areIntegers(value: Json): boolean {
  return Array.isArray(value)
    ? value.every(areIntegers)
    : typeof value !== "number" || Number.isInteger(value);
}
