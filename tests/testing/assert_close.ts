import { AssertionError } from "node:assert";
import type { Shape, Tensor } from "mle/tf/mod.ts";

/** How far apart two numbers may be, and what they are. */
export interface Tolerance {
  /** Relative to the expected number; by default 1e-5. */
  relative?: number;
  /** Absolute; by default 1e-6. */
  absolute?: number;
  /** What is compared, for the message. */
  what?: string;
}

/** A tensor, or plain numbers in row-major order. */
export type Values = Tensor | ArrayLike<number>;

const isTensor = (values: Values): values is Tensor => "dataSync" in values;

/** The shape of a tensor; plain numbers take that of `other` if it is as large. */
function shapeOf(values: Values, other: Values): Shape {
  if (isTensor(values)) return values.shape;
  const fits = isTensor(other) && other.size === values.length;
  return fits ? other.shape : [values.length];
}

const numbersOf = (values: Values): ArrayLike<number> =>
  isTensor(values) ? values.dataSync() : values;

const short = (value: number): string => `${Number(value.toPrecision(3))}`;

/** The index along each axis of the number at `offset`. */
function indices(offset: number, shape: Shape): number[] {
  const along = shape.toReversed().map((length) => {
    const index = offset % length;
    offset = Math.floor(offset / length);
    return index;
  });
  return along.reverse();
}

/**
 * Fails unless each number lies close to the expected one:
 * |actual − expected| ≤ absolute + relative · |expected|. NaN is close to NaN,
 * and an infinity to itself.
 *
 * Two tensors must have the same shape; for plain numbers only the count must
 * match.
 *
 * Source: as torch.testing.assert_close.
 *
 * @throws {AssertionError} that tells how many numbers differ, and where they
 * differ most.
 */
export function assertClose(
  actual: Values,
  expected: Values,
  { relative = 1e-5, absolute = 1e-6, what = "numbers" }: Tolerance = {},
): void {
  const shape = shapeOf(actual, expected);
  const expectedShape = shapeOf(expected, actual);
  if (shape.join() !== expectedShape.join()) {
    throw new AssertionError({
      message: `Expected ${what} of shape [${expectedShape.join(", ")}], got ` +
        `[${shape.join(", ")}]`,
    });
  }
  const got = numbersOf(actual);
  const wanted = numbersOf(expected);
  let differing = 0;
  let worst = { offset: 0, difference: -1, allowed: 0 };
  for (let i = 0; i < got.length; i++) {
    if (Object.is(got[i], wanted[i])) continue;
    const allowed = absolute + relative * Math.abs(wanted[i]);
    const gap = Math.abs(got[i] - wanted[i]);
    if (gap <= allowed && gap < Infinity) continue;
    differing++;
    const difference = Number.isNaN(gap) ? Infinity : gap;
    if (difference > worst.difference) {
      worst = { offset: i, difference, allowed };
    }
  }
  if (differing === 0) return;
  const { offset, difference, allowed } = worst;
  throw new AssertionError({
    message: `Expected close ${what}: ${differing} of ${got.length} differ, ` +
      `the most at [${indices(offset, shape).join(", ")}]: expected ` +
      `${wanted[offset]}, got ${got[offset]}, which is ${short(difference)} ` +
      `away, not at most ${short(allowed)}`,
  });
}
