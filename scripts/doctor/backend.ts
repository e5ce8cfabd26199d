import { hasOwnOps, tf } from "mle/tf/mod.ts";
import { convolutionSelfTest } from "./self_test.ts";

/** The TensorFlow beneath, whether our own ops are in use, and whether it computes. */
export function describeBackend(): [string, string][] {
  const backend = tf.backend() as unknown as {
    binding: { TF_Version: string };
  };
  const difference = convolutionSelfTest();
  return [
    ["tfjs-node", tf.version["tfjs-node"]],
    [
      "TensorFlow",
      `${backend.binding.TF_Version}, native (${tf.getBackend()})`,
    ],
    [
      "own ops",
      hasOwnOps ? "in use" : "not there: TensorFlow's public ops instead",
    ],
    [
      "self-test",
      "convolution and its gradient agree with plain numbers " +
      `within ${difference.toExponential(0)}`,
    ],
  ];
}
