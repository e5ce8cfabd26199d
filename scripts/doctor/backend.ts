import "mle/nn/mod.ts"; // its ops try optional ones when they are loaded
import { optionalOps, tf } from "mle/tf/mod.ts";
import { convolutionSelfTest } from "./self_test.ts";

/** The TensorFlow beneath, which optional ops are in use, and whether it computes. */
export function describeBackend(): [string, string][] {
  const backend = tf.backend() as unknown as {
    binding: { TF_Version: string };
  };
  const ops = Object.entries(optionalOps()).map(([op, inUse]): [
    string,
    string,
  ] => [
    op,
    inUse ? "in use" : "not there: TensorFlow's public ops instead",
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
