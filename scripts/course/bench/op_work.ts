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
export function flopOf(op: string, { inputs, outputs }: OpShapes): number {
  if (op.includes("MatMul") || op.startsWith("MleLinear")) {
    // The product of the sizes of m×k, k×n and m×n is (mkn)², however they are
    // transposed.
    const sizes = [...inputs.slice(0, 2), outputs[0]].map(sizeOf);
    return 2 * Math.sqrt(sizes.reduce((product, size) => product * size, 1));
  }
  // Each position of the smaller side meets the whole filter once per picture;
  // the filter is [height, width, inChannels, outChannels].
  switch (op) {
    case "Conv2D":
    case "MleConv2D":
      return convolutionFlop(inputs[1], outputs[0]);
    case "MleConv2DInputGradient":
      return convolutionFlop(inputs[1], inputs[0]);
    case "MleConv2DFilterGradient":
      return convolutionFlop(outputs[0], inputs[1]);
    case "Conv2DBackpropInput":
      return convolutionFlop(inputs[1], inputs[2]);
    case "Conv2DBackpropFilter":
      return convolutionFlop(outputs[0], inputs[2]);
  }
  return 0;
}

function convolutionFlop(
  filter: readonly number[],
  output: readonly number[],
): number {
  return 2 * sizeOf(filter) * sizeOf(output) / filter[3];
}

/**
 * The least number of bytes that an op reads and writes, at four bytes per
 * number.
 */
export function bytesOf({ inputs, outputs }: OpShapes): number {
  return [...inputs, ...outputs]
    .reduce((bytes, shape) => bytes + 4 * sizeOf(shape), 0);
}
