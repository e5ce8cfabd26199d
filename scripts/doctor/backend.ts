import { ownOps, tensorFlowVersion, tf } from "mle/tf/mod.ts";
import { trainingSelfTest } from "./self_test.ts";

/**
 * The version of TensorFlow, which kernels of our own ops are in use, and
 * whether a network trains correctly on them.
 */
export function describeBackend(): [string, string][] {
  const difference = trainingSelfTest();
  return [
    ["tfjs-node", tf.version["tfjs-node"]],
    ["TensorFlow", `${tensorFlowVersion}, native (${tf.getBackend()})`],
    [
      "own ops",
      ownOps
        ? `in use, kernels for ${ownOps.instructions}: vectors of ` +
          `${ownOps.lanes} numbers`
        : `${
          Deno.env.get("MLE_OWN_OPS") === "0"
            ? "switched off by MLE_OWN_OPS=0"
            : "not there"
        }: TensorFlow's public ops instead`,
    ],
    [
      "self-test",
      "a training step agrees with TensorFlow.js's own operations within " +
      difference.toExponential(0),
    ],
  ];
}
