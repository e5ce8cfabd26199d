/** The shapes that tell how much work an op does. */
export interface OpShapes {
  inputs: readonly (readonly number[])[];
  outputs: readonly (readonly number[])[];
}

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, dim) => product * dim, 1);

/**
 * The floating-point operations of matrix products and convolutions, two for
 * each multiplication with its addition, as if no padding were left out. Other
 * ops count as none: they are bound by memory.
 */
export function flopOf(op: string, { inputs, outputs }: OpShapes): number {
  if (op.includes("MatMul") || op.startsWith("MleLinear")) {
    // Of m×k, k×n and m×n, however transposed, the product of sizes is (mkn)².
    const sizes = [...inputs.slice(0, 2), outputs[0]].map(sizeOf);
    return 2 * Math.sqrt(sizes.reduce((product, size) => product * size, 1));
  }
  // Each place of the small end meets the whole filter once per picture; the
  // filter is [height, width, inChannels, outChannels].
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

/** What an op reads and writes at least, four bytes a number. */
export function bytesOf({ inputs, outputs }: OpShapes): number {
  return [...inputs, ...outputs]
    .reduce((bytes, shape) => bytes + 4 * sizeOf(shape), 0);
}
