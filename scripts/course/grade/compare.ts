import type { JsonValue as Json } from "mle/grading/json_value.ts";

const ABSOLUTE = 1e-4;
const RELATIVE = 1e-3;

interface Difference {
  path: string;
  expected: string;
  got: string;
}

/**
 * Compares a value with what the teacher's edition gives, lists and objects
 * element by element. Where all numbers of a value or a list are integers, they
 * count, index or say a shape, and must be equal; others are measured, and agree
 * within 1e-4 + 1e-3·|expected|. Everything else is compared exactly. Returns what differs, in words that give the first difference only;
 * undefined if nothing does.
 */
export function difference(expected: Json, got: Json): string | undefined {
  const shapes = [shapeOf(expected), shapeOf(got)];
  if (shapes[0] !== undefined && shapes[0] !== shapes[1]) {
    return `expected ${shapes[0]}, got ${shapes[1] ?? shown(got)}`;
  }
  const found: Difference[] = [];
  const total = compare(expected, got, "", found);
  if (found.length === 0) return undefined;
  const [{ path, ...first }] = found;
  const place = path === "" ? "" : ` at ${path}`;
  const message = `expected ${first.expected}${place}, got ${first.got}`;
  return total > 1
    ? `${message} (${found.length} of ${total} differ)`
    : message;
}

/** Returns how many single values were compared. */
function compare(
  expected: Json,
  got: Json,
  path: string,
  found: Difference[],
  isExact = areIntegers(expected),
): number {
  const differ = (expected: string, got: string) => {
    found.push({ path, expected, got });
    return 1;
  };
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) {
      return differ(shapeOf(expected)!, shapeOf(got) ?? shown(got));
    }
    return sum(
      expected.map((value, i) =>
        compare(value, got[i], elementPath(path, i), found, isExact)
      ),
    );
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof got !== "object" || got === null || Array.isArray(got)) {
      return differ(shapeOf(expected)!, shapeOf(got) ?? shown(got));
    }
    const [keys, gotKeys] = [expected, got].map((o) => Object.keys(o).sort());
    if (keys.join("\0") !== gotKeys.join("\0")) {
      return differ(shown(keys.join(", ")), shown(gotKeys.join(", ")));
    }
    return sum(
      keys.map((key) =>
        compare(expected[key], got[key], path ? `${path}.${key}` : key, found)
      ),
    );
  }
  const isSame = isExact ? expected === got : agrees(expected, got);
  if (isSame) return 1;
  const words = shown(got);
  return typeof got === "number" && words === shown(expected)
    ? differ(String(expected), String(got))
    : differ(shown(expected), shown(got));
}

/** Whether a number, or all numbers of a list of lists, are integers. */
function areIntegers(value: Json): boolean {
  return Array.isArray(value)
    ? value.every(areIntegers)
    : typeof value !== "number" || Number.isInteger(value);
}

function agrees(expected: Json, got: Json): boolean {
  if (typeof expected !== "number" || typeof got !== "number") {
    return expected === got;
  }
  return Math.abs(got - expected) <= ABSOLUTE + RELATIVE * Math.abs(expected);
}

/** `[0, 3]` for element 3 of element 0. */
function elementPath(path: string, i: number): string {
  return path.endsWith("]") ? `${path.slice(0, -1)}, ${i}]` : `${path}[${i}]`;
}

/** The shape of nested lists of equal length, e.g. `a list of shape [2, 6]`. */
function shapeOf(value: Json): string | undefined {
  if (!Array.isArray(value)) {
    return typeof value === "object" && value !== null
      ? "named values"
      : undefined;
  }
  const shape: number[] = [];
  for (let level: Json = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
  }
  return `a list of shape [${shape.join(", ")}]`;
}

function shown(value: Json): string {
  if (typeof value === "object" && value !== null) return shapeOf(value)!;
  if (typeof value === "number") return shownNumber(value);
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A number with six digits, or all that an integer has. */
function shownNumber(value: number): string {
  return String(
    Number.isInteger(value) ? value : Number(value.toPrecision(6)),
  );
}
