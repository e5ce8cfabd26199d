import "mle/nn/mod.ts"; // its ops try oneDNN's when they are loaded
import { oneDnnOps, tf } from "mle/tf/mod.ts";
import { convolutionSelfTest } from "./self_test.ts";

/** The TensorFlow beneath, which of oneDNN's ops are in use, and whether it computes. */
export function describeBackend(): [string, string][] {
  const backend = tf.backend() as unknown as {
    binding: { TF_Version: string };
  };
  const ops = Object.entries(oneDnnOps()).map(([op, inUse]): [
    string,
    string,
  ] => [
    op,
    inUse ? "in use" : "not there: TensorFlow's public op instead",
  ]);
  const difference = convolutionSelfTest();
  return [
    ["tfjs-node", tf.version["tfjs-node"]],
    [
      "TensorFlow",
      `${backend.binding.TF_Version}, native (${tf.getBackend()})`,
    ],
    ...ops,
    [
      "self-test",
      "convolution and its gradient agree with plain numbers " +
      `within ${difference.toExponential(0)}`,
    ],
  ];
}
