// deno-lint-ignore-file no-unused-vars
import type { VegaLiteSpec } from "mle/plot/mod.ts";
import type { ClassifierEpoch } from "mle/train/mod.ts";

/** The losses of a training history over its epochs, as a Vega-Lite chart. */
function lossChart(history: readonly ClassifierEpoch[]): VegaLiteSpec {
  // TODO: return { data: { values }, mark, encoding: { x, y, color } }, where
  // values has two rows for each epoch.
  throw new Error("lossChart is not implemented");
}
