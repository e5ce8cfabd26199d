import {
  asRows,
  attributes,
  execute,
  executeMany,
  fitsOwnOp,
  type Tensor,
  tf,
} from "../tf/mod.ts";
import { requireAxes } from "./check_tensors.ts";
import { defineOp } from "./define_op.ts";

const TRANSPOSE_A = attributes({ transpose_a: true });
const TRANSPOSED = attributes({ adj_y: true });

/** x·weightᵀ + bias with TensorFlow's ops, [batch, outFeatures]. */
function affine(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  // oneDNN's newer kernel, which this op uses, takes half the time, and less
  // the fewer rows its second operand has.
  const turned = execute("BatchMatMulV2", TRANSPOSED, [weight, x]);
  const product = execute("Transpose", [], [
    turned,
    tf.tensor1d([1, 0], "int32"),
  ]);
  return execute("BiasAdd", [], [product, bias]);
}

// With output features first, as in PyTorch, neither gradient has to transpose
// the larger of its operands, the weight or the pictures.
const op = defineOp<"x" | "weight" | "bias", { isOwn: boolean }>({
  name: "linear",
  forward: ({ x, weight, bias }, { isOwn }) =>
    isOwn
      ? execute("MleLinear", [], [asRows(x), weight, bias])
      : affine(x, weight, bias),
  savedInputs: ["x", "weight"],
  backward: (dy, [x, weight], { isOwn }, wanted) => {
    if (!isOwn) {
      return {
        x: () => execute("MatMul", [], [dy, weight]),
        weight: () => execute("MatMul", TRANSPOSE_A, [dy, x]),
        bias: () => execute("BiasAddGrad", [], [dy]),
      };
    }
    // One native call for all gradients, or for all but that of x.
    const inputs = [asRows(dy), asRows(x)];
    const gradients = wanted?.includes("x") === false
      ? executeMany("MleLinearParameterGradients", [], inputs, 2)
      : executeMany("MleLinearGradients", [], [...inputs, weight], 3);
    const [weightGradient, biasGradient, xGradient] = gradients;
    return {
      x: () => xGradient,
      weight: () => weightGradient,
      bias: () => biasGradient,
    };
  },
});

/**
 * The affine map y = x·weightᵀ + bias.
 *
 * @param x [batch, inFeatures]
 * @param weight [outFeatures, inFeatures]
 * @param bias [outFeatures]
 * @returns [batch, outFeatures]
 * @throws {TypeError} if the shapes do not match.
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const axes = ["outFeatures", "inFeatures"];
  requireAxes("apply linear", weight, axes, "a weight ");
  const [outFeatures, inFeatures] = weight.shape as number[];
  const action = `apply linear(${inFeatures}, ${outFeatures})`;
  requireAxes(action, x, ["batch", inFeatures]);
  requireAxes(action, bias, [outFeatures], "a bias ");
  const isOwn = fitsOwnOp("Linear", {
    in_features: inFeatures,
    out_features: outFeatures,
  });
  return op({ x, weight, bias }, { isOwn })[0];
}
