import { attributes, dtype, execute, type Tensor } from "../tf/mod.ts";
import { defineOp } from "./define_op.ts";

const T = dtype("float32");
const PLAIN = attributes({ T });
const TRANSPOSE_A = attributes({ T, transpose_a: true });
const TRANSPOSE_B = attributes({ T, transpose_b: true });
const BIAS = attributes({ T, data_format: "NHWC" });

const op = defineOp<"x" | "weight" | "bias", Record<string, never>>({
  name: "linear",
  forward: ({ x, weight, bias }) =>
    execute("BiasAdd", BIAS, [execute("MatMul", PLAIN, [x, weight]), bias]),
  savedInputs: ["x", "weight"],
  backward: (dy, [x, weight]) => ({
    x: () => execute("MatMul", TRANSPOSE_B, [dy, weight]),
    weight: () => execute("MatMul", TRANSPOSE_A, [x, dy]),
    bias: () => execute("BiasAddGrad", BIAS, [dy]),
  }),
});

/**
 * The affine map y = x·weight + bias.
 *
 * @param x [batch, inFeatures]
 * @param weight [inFeatures, outFeatures]
 * @param bias [outFeatures]
 * @returns [batch, outFeatures]
 * @throws {TypeError} if the shapes do not fit.
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const [inFeatures, outFeatures] = weight.shape;
  if (x.rank !== 2 || x.shape[1] !== inFeatures) {
    throw new TypeError(
      `Cannot apply linear(${inFeatures}, ${outFeatures}): expected ` +
        `[batch, ${inFeatures}], got [${x.shape.join(", ")}]`,
    );
  }
  return op({ x, weight, bias }, {})[0];
}
