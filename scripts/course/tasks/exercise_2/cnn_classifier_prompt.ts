// deno-lint-ignore-file no-unused-vars
import * as nn from "mle/nn/mod.ts";
import { relu } from "mle/ops/mod.ts";
import type { Tensor } from "mle/tf/mod.ts";

/**
 * A classifier of hand signs.
 *
 * [batch, 64, 64, 3], pixels in 0 … 1 → log-probabilities [batch, 6]
 */
class CnnClassifier extends nn.Module {
  // TODO: the layers, in the order of the table, such as
  // conv1 = new nn.Conv2d(3, 4, 3, { padding: "same" });

  /** Classifies pictures [batch, 64, 64, 3] with pixels in 0 … 1. */
  forward(x: Tensor): Tensor {
    // TODO: pass x through all layers; relu(x) is a function.
    throw new Error("CnnClassifier.forward is not implemented");
  }
}
