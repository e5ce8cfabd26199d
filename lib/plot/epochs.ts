import type { Encoding } from "./chart.ts";

/** The x axis of all that goes over epochs. */
export const EPOCHS: Encoding["x"] = {
  field: "epoch",
  type: "quantitative",
  axis: { tickMinStep: 1, format: "d", grid: false },
  scale: { zero: false, nice: false },
};

/** The legend of lines: pieces of line rather than dots. */
export const LINE_LEGEND = {
  symbolType: "stroke",
  symbolSize: 300,
  symbolOpacity: 1,
} as const;
