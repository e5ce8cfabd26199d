/**
 * Prints what all operations compute, as JSON, for a test that compares it
 * with what another process computes.
 */
import { hasOwnOps, tf } from "mle/tf/mod.ts";
import { cases, inputsOf, nativeOf, outputAndGradients } from "./cases.ts";

/** What this program prints. */
export interface Computed {
  /** Whether our own ops computed them. */
  hasOwnOps: boolean;
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
const computed: Computed = { hasOwnOps, numbers };
console.log(JSON.stringify(computed));
