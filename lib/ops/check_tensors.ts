import { type Tensor, tf } from "../tf/mod.ts";
import { show } from "./options.ts";

const FLOAT_BYTES = 4;

/**
 * Checks that a value is a tensor which has not been freed.
 *
 * @param action What fails otherwise, for the message, such as "apply relu".
 * @throws {TypeError} if it is not.
 */
export function requireTensor(
  action: string,
  value: unknown,
): asserts value is Tensor {
  if (value instanceof tf.Tensor && !value.isDisposed) return;
  const got = value instanceof tf.Tensor
    ? "one that was freed, by its dispose() or at the end of a tidy or batch"
    : show(value);
  throw new TypeError(`Cannot ${action}: expected a tensor, got ${got}`);
}

/**
 * Checks that a value is a tensor of at least one float32 number which has not
 * been freed. PyTorch's operations take empty ones, too; not all native ops do.
 *
 * @throws {TypeError} if it is not.
 * @throws {RangeError} if it is empty.
 */
export function requireFloats(action: string, value: unknown): void {
  requireTensor(action, value);
  const { dtype, shape, size } = value;
  if (dtype !== "float32") {
    throw new TypeError(
      `Cannot ${action}: expected float32 numbers, got ${dtype}`,
    );
  }
  if (size > 0) return;
  throw new RangeError(
    `Cannot ${action}: expected at least one number, got ` +
      `[${shape.join(", ")}]${shape[0] === 0 ? ", an empty batch" : ""}`,
  );
}

/**
 * Checks that a value is such a tensor, too, and has such axes.
 *
 * @param axes The length of each axis, or its name if any length will do.
 * @param what Begins what is expected, such as "a bias ".
 * @throws {TypeError} if it is not, or has others.
 * @throws {RangeError} if it is empty.
 */
export function requireAxes(
  action: string,
  value: Tensor,
  axes: readonly (number | string)[],
  what = "",
): void {
  requireFloats(action, value);
  const { shape } = value;
  const fits = shape.length === axes.length &&
    axes.every((axis, i) => typeof axis === "string" || axis === shape[i]);
  if (fits) return;
  const isUnflattened = what === "" && axes.length === 2 && shape.length > 2;
  throw new TypeError(
    `Cannot ${action}: expected ${what}[${axes.join(", ")}], got ` +
      `[${shape.join(", ")}]` +
      (isUnflattened ? ": flatten each picture first" : ""),
  );
}

/**
 * Checks that a result is of fewer than 2³¹ numbers, the most that native ops
 * can index, and fits into this machine's memory.
 *
 * @param what Such as "a padded picture".
 * @throws {RangeError} if not.
 */
export function requireSmall(
  action: string,
  what: string,
  shape: readonly number[],
): void {
  const size = shape.reduce((product, dim) => product * dim, 1);
  let expected = "of fewer than 2³¹ numbers";
  if (size < 2 ** 31) {
    // Memory is not worth asking for where there is little to fit in.
    const { total } = size < 2 ** 26
      ? { total: Infinity }
      : Deno.systemMemoryInfo();
    if (size * FLOAT_BYTES <= total) return;
    expected = `that fits into ${(total / 2 ** 30).toFixed(1)} GiB of memory`;
  }
  throw new RangeError(
    `Cannot ${action}: expected ${what} ${expected}, got [${shape.join(", ")}]`,
  );
}
