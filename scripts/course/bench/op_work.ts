/** The shapes that determine the work of an op. */
export interface OpShapes {
  inputs: readonly (readonly number[])[];
  outputs: readonly (readonly number[])[];
}

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, dim) => product * dim, 1);

/**
 * The floating-point operations of matrix products and convolutions, counting
 * two for each multiply-add, padding included. Other ops count as 0: they are
 * memory-bound.
 */
export function flopOf(op: string, shapes: OpShapes): number {
  const { inputs, outputs } = shapes;
  if (op.includes("MatMul") || op.startsWith("MleLinear")) {
    // The product of the sizes of m×k, k×n and m×n is (mkn)², however they are
    // transposed.
    const sizes = [...inputs.slice(0, 2), outputs[0]].map(sizeOf);
    const products = op === "MleLinearGradients" ? 2 : 1;
    return 2 * products *
      Math.sqrt(sizes.reduce((product, size) => product * size, 1));
  }
  const convolution = convolutionOf(op, shapes);
  if (convolution === undefined) return 0;
  // Each position of the smaller side meets the whole filter once per picture.
  const { filter, small } = convolution;
  return 2 * sizeOf(filter) * sizeOf(small) / filter[3];
}

/** The shapes of a convolution, of which an op is one of three. */
export interface Convolution {
  /** [height, width, inChannels, outChannels] */
  filter: readonly number[];
  /** Its input, [batch, height, width, inChannels]: the larger side. */
  large: readonly number[];
  /** Its output, [batch, height, width, outChannels]: the smaller side. */
  small: readonly number[];
}

/** The convolution that an op computes, or a gradient of. */
export function convolutionOf(
  op: string,
  { inputs, outputs }: OpShapes,
): Convolution | undefined {
  switch (op) {
    case "Conv2D":
    case "MleConv2D":
      return { filter: inputs[1], large: inputs[0], small: outputs[0] };
    case "MleConv2DInputGradient":
      return { filter: inputs[1], large: outputs[0], small: inputs[0] };
    case "MleConv2DFilterGradient":
      return { filter: outputs[0], large: inputs[0], small: inputs[1] };
    case "Conv2DBackpropInput":
      return { filter: inputs[1], large: outputs[0], small: inputs[2] };
    case "Conv2DBackpropFilter":
      return { filter: outputs[0], large: inputs[0], small: inputs[2] };
  }
  return undefined;
}

// Winograd's F(4 × 4, 3 × 3) needs 36 products in place of 144.
const WINOGRAD_SAVES = 4;

/**
 * The floating-point operations without which an op cannot be computed as well
 * as is known: for 3 × 3 convolutions with stride 1 and many channels by
 * Winograd's algorithm, its transforms and the padding of tiles not counted.
 */
export function leastFlopOf(op: string, shapes: OpShapes): number {
  const flop = flopOf(op, shapes);
  const convolution = convolutionOf(op, shapes);
  if (convolution === undefined) return flop;
  const { filter: [height, width, inputs, outputs], large, small } =
    convolution;
  const suits = height === 3 && width === 3 &&
    large[1] === small[1] && large[2] === small[2] &&
    Math.min(inputs, outputs) >= 16;
  return suits ? flop / WINOGRAD_SAVES : flop;
}

/**
 * The least number of bytes that an op reads and writes, at four bytes per
 * number.
 */
export function bytesOf({ inputs, outputs }: OpShapes): number {
  return [...inputs, ...outputs]
    .reduce((bytes, shape) => bytes + 4 * sizeOf(shape), 0);
}
