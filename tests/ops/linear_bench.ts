/**
 * Measures from how many weights on TensorFlow's products of a linear layer
 * take less time than ours: both compute the layer and its gradients in turn,
 * for a batch of 64, and the shortest time of each counts.
 *
 *     MLE_OWN_OPS=avx2 deno run -A tests/ops/linear_bench.ts [ROUNDS]
 */
import {
  attributes,
  execute,
  executeMany,
  ownOps,
  type Tensor,
  tf,
} from "mle/tf/mod.ts";

const TRANSPOSE_A = attributes({ transpose_a: true });
const TRANSPOSED = attributes({ adj_y: true });

function ours(x: Tensor, weight: Tensor, bias: Tensor, dy: Tensor): void {
  execute("MleLinear", [], [x, weight, bias]);
  executeMany("MleLinearGradients", [], [dy, x, weight], 3);
}

// As lib/ops/linear.ts.
function tensorFlows(x: Tensor, weight: Tensor, bias: Tensor, dy: Tensor) {
  const product = execute("BatchMatMulV2", TRANSPOSED, [weight, x]);
  const axes = tf.tensor1d([1, 0], "int32");
  const y = execute("Transpose", [], [product, axes]);
  execute("BiasAdd", [], [y, bias]);
  execute("MatMul", [], [dy, weight]);
  execute("MatMul", TRANSPOSE_A, [dy, x]);
  execute("BiasAddGrad", [], [dy]);
}

const [rounds = 50] = Deno.args.map(Number);
console.log(`${ownOps?.instructions}: our time / TensorFlow's`);
for (
  const [inFeatures, outFeatures] of [
    ...[[784, 10], [2048, 16], [2048, 32], [2048, 64], [2048, 96]],
    ...[[2048, 128], [2048, 192], [2048, 256], [2048, 512]],
    ...[[40000, 3], [40000, 5], [40000, 10], [40000, 20], [40000, 100]],
  ]
) {
  const inputs = [
    [64, inFeatures],
    [outFeatures, inFeatures],
    [outFeatures],
    [64, outFeatures],
  ].map((shape) => tf.randomNormal(shape)) as [Tensor, Tensor, Tensor, Tensor];
  const [own, theirs] = [ours, tensorFlows].map((run) => {
    const measure = () => {
      const start = performance.now();
      tf.tidy(() => void run(...inputs));
      return performance.now() - start;
    };
    return { measure, best: Infinity };
  });
  for (let round = 0; round < rounds; round++) {
    for (const way of [own, theirs]) {
      way.best = Math.min(way.best, way.measure());
    }
  }
  tf.dispose(inputs);
  console.log(
    `  ${inFeatures} × ${outFeatures} = ${inFeatures * outFeatures}: ` +
      `${own.best.toFixed(3)} / ${theirs.best.toFixed(3)} ms = ` +
      (own.best / theirs.best).toFixed(2),
  );
}
