import type { VegaLiteSpec } from "../plot/mod.ts";
import type { ClassifierEpoch } from "../train/mod.ts";

/** The losses of a training history over its epochs, as a Vega-Lite chart. */
export function lossChart(history: readonly ClassifierEpoch[]): VegaLiteSpec {
  const values = history.flatMap(({ epoch, trainLoss, valLoss }) => [
    { epoch, pictures: "train", loss: trainLoss },
    { epoch, pictures: "val", loss: valLoss },
  ]);
  return {
    data: { values },
    mark: "line",
    encoding: {
      x: { field: "epoch", type: "quantitative" },
      y: { field: "loss", type: "quantitative", title: "NLL loss" },
      color: { field: "pictures", type: "nominal" },
    },
  };
}
