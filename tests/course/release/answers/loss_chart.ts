import type { VegaLiteSpec } from "mle/plot/mod.ts";
import type { ClassifierEpoch } from "mle/train/mod.ts";

export function lossChart(history: readonly ClassifierEpoch[]): VegaLiteSpec {
  const values: { epoch: number; part: string; loss: number }[] = [];
  for (const row of history) {
    values.push({ epoch: row.epoch, part: "training", loss: row.trainLoss });
    values.push({ epoch: row.epoch, part: "validation", loss: row.valLoss });
  }
  return {
    data: { values },
    mark: "line",
    encoding: {
      x: { field: "epoch", type: "ordinal" },
      y: { field: "loss", type: "quantitative" },
      color: { field: "part", type: "nominal" },
    },
  };
}
