import type { Encoding } from "./chart.ts";

/** The x axis of every chart over epochs. */
export const EPOCHS: Encoding["x"] = {
  field: "epoch",
  type: "quantitative",
  axis: { tickMinStep: 1, format: "d", grid: false },
  scale: { zero: false, nice: false },
};

/** A legend for lines: it shows strokes instead of dots. */
export const LINE_LEGEND = {
  symbolType: "stroke",
  symbolSize: 300,
  symbolOpacity: 1,
} as const;
