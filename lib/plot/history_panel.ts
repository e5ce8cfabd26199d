import type { Encoding, LayerSpec, PanelSpec } from "./chart.ts";
import type { HistoryPanel, Level, Split } from "./history_chart.ts";
import { CATEGORICAL_COLORS, COLORS } from "./theme.ts";

/** One point of one line. */
export interface Point {
  run: string;
  split: Split;
  source: string;
  epoch: number;
  value: number;
}

/** The source of a run that names none. */
export const OURS = "ours";

/** How opaque the lines of other sources are. */
const FAINT = 0.3;

/** Up to so many epochs, points are visible: a line of one epoch would be nothing without. */
const FEW_EPOCHS = 5;

const LEGEND = {
  symbolType: "stroke",
  symbolSize: 300,
  symbolOpacity: 1,
} as const;

const SPLITS: readonly Split[] = ["train", "val", "test"];

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

/**
 * How lines are told apart: splits by colour, or runs by colour and splits by dashes if there are
 * several runs; sources by breadth, so that ours is seen on top of an equal one.
 */
export function lineStyles(points: readonly Point[]): Encoding {
  const runs = distinct(points.map((point) => point.run));
  const drawn = new Set(points.map((point) => point.split));
  const splits = SPLITS.filter((split) => drawn.has(split));
  const sources = distinct([OURS, ...points.map((point) => point.source)]);
  return {
    detail: { field: "run" },
    ...(runs.length === 1
      ? { color: scale("split", splits, splits.map((s) => COLORS[s])) }
      : {
        color: scale("run", runs, CATEGORICAL_COLORS.slice(0, runs.length)),
        strokeDash: scale(
          "split",
          splits,
          splits.map((split) => split === "train" ? [1, 0] : [5, 3]),
        ),
      }),
    ...(sources.length > 1 && sourceStyles(sources)),
  };
}

function sourceStyles(sources: string[]): Encoding {
  const range = (ours: number, theirs: number) =>
    sources.map((source) => source === OURS ? ours : theirs);
  return {
    strokeWidth: {
      ...scale("source", sources, range(2, 5)),
      type: "ordinal",
      legend: {
        ...LEGEND,
        // A legend shows breadth or faintness by itself, but not both.
        encoding: {
          symbols: {
            fill: { value: "transparent" },
            strokeJoin: { value: "round" },
            strokeOpacity: {
              condition: { test: `datum.value === "${OURS}"`, value: 1 },
              value: FAINT,
            },
          },
        },
      },
    },
    strokeOpacity: {
      ...scale("source", sources, range(1, FAINT)),
      type: "ordinal",
      legend: null,
    },
  };
}

function scale<T>(field: string, domain: string[], range: T[]) {
  return {
    field,
    type: "nominal" as const,
    title: null,
    legend: LEGEND,
    scale: { domain, range },
  };
}

function axesOf(panel: HistoryPanel): Encoding {
  return {
    x: {
      field: "epoch",
      type: "quantitative",
      axis: { tickMinStep: 1, format: "d", grid: false },
      scale: { zero: false, nice: false },
    },
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

function distinct(names: readonly string[]): string[] {
  return Array.from(new Set(names));
}
