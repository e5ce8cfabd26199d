import { type AttributeValue, int } from "../tf/mod.ts";
import { readOptions, requireWhole, show } from "./options.ts";

/** How a convolution's kernel moves over its input. */
export interface Conv2dOptions {
  /** Step of the kernel along height and width; by default 1. */
  stride?: number;
  /**
   * Zeros added on all four sides, or "same" for as many as preserve height and
   * width (with stride 1 only); by default 0.
   */
  padding?: number | "same";
}

/** A convolution's options, with defaults filled in. */
export type ConvGeometry = {
  stride: number;
  padding: number | "same";
};

/**
 * Checks a convolution's options and fills in defaults. There are no others,
 * such as PyTorch's dilation and groups.
 *
 * @param action What fails if an option is wrong, for the message, such as
 * "make Conv2d".
 * @throws {TypeError} for an unknown option, or one of the wrong type.
 * @throws {RangeError} for a stride that is not an integer ≥ 1, a padding that
 * is not an integer ≥ 0, or padding "same" with a stride other than 1.
 */
export function convGeometry(
  action: string,
  options: Conv2dOptions | undefined,
): ConvGeometry {
  const defaults: ConvGeometry = { stride: 1, padding: 0 };
  const geometry = readOptions(action, defaults, options);
  const { stride, padding } = geometry;
  requireWhole(action, "a stride", stride, 1);
  if (padding !== "same") {
    if (typeof padding === "string") {
      throw new RangeError(
        `Cannot ${action}: expected a padding that is a whole number ≥ 0 or ` +
          `"same", got ${show(padding)}`,
      );
    }
    requireWhole(action, "a padding", padding, 0);
  } else if (stride !== 1) {
    throw new RangeError(
      `Cannot ${action}: expected stride 1 with padding "same", got ${stride}`,
    );
  }
  return geometry;
}

/** A convolution's options as TensorFlow's attributes. */
export function tensorFlowGeometry(
  { stride, padding }: ConvGeometry,
): Record<string, string | AttributeValue> {
  const common = { strides: int([1, stride, stride, 1]) };
  if (padding === "same") return { ...common, padding: "SAME" };
  if (padding === 0) return { ...common, padding: "VALID" };
  return {
    ...common,
    padding: "EXPLICIT",
    explicit_paddings: int([0, 0, padding, padding, padding, padding, 0, 0]),
  };
}
