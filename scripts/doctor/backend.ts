import { ownOps, tensorFlowVersion, tf } from "mle/tf/mod.ts";
import { trainingSelfTest } from "./self_test.ts";

/**
 * The TensorFlow beneath, which of our own ops' kernels are in use, and whether a
 * network trains on them.
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
        : "not there: TensorFlow's public ops instead",
    ],
    [
      "self-test",
      "a training step agrees with TensorFlow.js's own operations within " +
      difference.toExponential(0),
    ],
  ];
}
