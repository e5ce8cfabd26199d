/**
 * Prints what all operations compute, as JSON, for a test that compares it
 * with what another process computes.
 */
import { ownOps, tf } from "mle/tf/mod.ts";
import { cases, inputsOf, nativeOf, outputAndGradients } from "./cases.ts";

/** What this program prints. */
export interface Computed {
  /** What our own ops computed them with, if they did. */
  instructions?: string;
  /** For each case the numbers of its output and of its gradients. */
  numbers: number[][][];
}

const numbers = cases.map((opCase) =>
  tf.tidy(() =>
    outputAndGradients(
      opCase.run,
      inputsOf(opCase),
      nativeOf(opCase.torch.dy),
    ).map((tensor) => [...tensor.dataSync()])
  )
);
const computed: Computed = { instructions: ownOps?.instructions, numbers };
console.log(JSON.stringify(computed));
