import type { Encoding } from "./chart.ts";

/** The x axis of every chart over epochs. */
export const EPOCHS: Encoding["x"] = {
  field: "epoch",
  type: "quantitative",
  axis: {
    tickMinStep: 1,
    format: "d",
    grid: false,
    // Of a few epochs, Vega marks halves too.
    labelExpr: "datum.value % 1 === 0 ? datum.label : ''",
  },
  scale: { zero: false, nice: false },
};

/** The y axis of figures in the column `value`, as percentages or as they are. */
export function valueAxis(title: string, percent = false) {
  return {
    field: "value",
    type: "quantitative" as const,
    title,
    axis: percent ? { format: ".0%" } : {},
    scale: { zero: false },
  };
}

/** A legend for lines: it shows strokes instead of dots. */
export const LINE_LEGEND = {
  symbolType: "stroke",
  symbolSize: 300,
  symbolOpacity: 1,
} as const;
