import { defaultGenerator } from "./default_generator.ts";
import type { Generator } from "./generator.ts";

/** Float32 numbers in row-major order, and their shape. */
export interface RandomValues {
  /** The numbers, as many as the product of `shape`. */
  data: Float32Array<ArrayBuffer>;
  /** The lengths of the axes in PyTorch's order; empty for a scalar. */
  shape: number[];
}

/**
 * Uniform float32 numbers in [0, 1) for an array of `shape`; as `torch.rand`.
 *
 * @throws {TypeError | RangeError} `shape` is no list of integers ≥ 0
 */
export function rand(
  shape: readonly number[],
  generator: Generator = defaultGenerator,
): RandomValues {
  return { data: generator.uniform(sizeOf(shape)), shape: [...shape] };
}

/**
 * Standard normal float32 numbers for an array of `shape`; as `torch.randn`.
 *
 * @throws {TypeError | RangeError} `shape` is no list of integers ≥ 0
 */
export function randn(
  shape: readonly number[],
  generator: Generator = defaultGenerator,
): RandomValues {
  return { data: generator.normal(sizeOf(shape)), shape: [...shape] };
}

function sizeOf(shape: readonly number[]): number {
  if (!Array.isArray(shape)) {
    throw new TypeError(
      "Cannot draw random numbers: expected the shape as a list, such as " +
        `[2, 3], got ${String(shape)}`,
    );
  }
  if (!shape.every((length) => Number.isInteger(length) && length >= 0)) {
    throw new RangeError(
      `Cannot draw random numbers: expected a shape of integers >= 0, got [${
        shape.join(", ")
      }]`,
    );
  }
  return shape.reduce((size, length) => size * length, 1);
}
