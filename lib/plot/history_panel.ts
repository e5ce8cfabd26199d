import type { Encoding, LayerSpec, PanelSpec } from "./chart.ts";
import { EPOCHS } from "./epochs.ts";
import type { HistoryPanel, Level } from "./history_chart.ts";
import { OURS, type Point } from "./line_styles.ts";
import { COLORS } from "./theme.ts";

/** Up to so many epochs, points are visible: a line of one epoch would be nothing without. */
const FEW_EPOCHS = 5;

/** One panel of a history chart: broad faint lines of other sources, our lines, levels. */
export function historyPanel(
  panel: HistoryPanel,
  points: readonly Point[],
  styles: Encoding,
): PanelSpec {
  const ours = points.filter((point) => point.source === OURS);
  const theirs = points.filter((point) => point.source !== OURS);
  const encoding = { ...axesOf(panel), ...styles };
  const epochs = new Set(ours.map((point) => point.epoch)).size;
  return {
    layer: [
      ...lines(theirs, encoding, false),
      ...lines(ours, encoding, epochs <= FEW_EPOCHS),
      ...(panel.levels ?? []).flatMap(levelLayers),
    ],
  };
}

function axesOf(panel: HistoryPanel): Encoding {
  return {
    x: EPOCHS,
    y: {
      field: "value",
      type: "quantitative",
      title: panel.title,
      axis: panel.percent ? { format: ".0%" } : {},
      scale: { zero: false },
    },
    tooltip: [
      { field: "run" },
      { field: "source" },
      { field: "split" },
      { field: "epoch" },
      {
        field: "value",
        title: panel.title,
        format: panel.percent ? ".2%" : ".4f",
      },
    ],
  };
}

function lines(
  values: Point[],
  encoding: Encoding,
  visiblePoints: boolean,
): LayerSpec[] {
  if (values.length === 0) return [];
  return [{
    data: { values },
    mark: {
      type: "line",
      point: {
        size: 40,
        filled: false,
        opacity: visiblePoints ? 1 : 0,
        aria: false,
      },
    },
    encoding,
  }];
}

function levelLayers({ name, value }: Level): LayerSpec[] {
  return [
    {
      data: { values: [{}] },
      mark: { type: "rule", color: COLORS.ink, strokeDash: [2, 3] },
      encoding: { y: { datum: value } },
    },
    {
      data: { values: [{}] },
      mark: {
        type: "text",
        align: "right",
        dy: -7,
        fontSize: 12,
        color: COLORS.ink,
      },
      encoding: {
        x: { value: "width" },
        y: { datum: value },
        text: { value: name },
      },
    },
  ];
}
