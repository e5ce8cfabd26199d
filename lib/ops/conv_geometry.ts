import { type AttributeValue, dtype, int } from "../tf/mod.ts";

/** How a convolution moves over its input. */
export interface Conv2dOptions {
  /** Step of the kernel along height and width; 1 unless given. */
  stride?: number;
  /**
   * Zeros added on all four sides, or "same" for as many as keep height and
   * width, for stride 1 only; 0 unless given.
   */
  padding?: number | "same";
}

/** The attributes of TensorFlow's convolution and of both its gradients. */
export type ConvGeometry = Record<string, string | AttributeValue>;

/**
 * A convolution's options as TensorFlow's attributes.
 *
 * @throws {RangeError} for padding "same" with another stride than 1.
 */
export function convGeometry(
  { stride = 1, padding = 0 }: Conv2dOptions,
): ConvGeometry {
  if (padding === "same" && stride !== 1) {
    throw new RangeError(
      'Cannot apply a convolution: expected stride 1 with padding "same", ' +
        `got ${stride}`,
    );
  }
  const common = {
    T: dtype("float32"),
    data_format: "NHWC",
    strides: int([1, stride, stride, 1]),
  };
  if (padding === "same") return { ...common, padding: "SAME" };
  if (padding === 0) return { ...common, padding: "VALID" };
  return {
    ...common,
    padding: "EXPLICIT",
    explicit_paddings: int([0, 0, padding, padding, padding, padding, 0, 0]),
  };
}
