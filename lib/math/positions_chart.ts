import {
  CATEGORICAL_COLORS,
  Chart,
  COLORS,
  type LayerSpec,
} from "../plot/mod.ts";

/** Rows of data, and what is computed from them. */
export type Rows = Pick<LayerSpec, "data" | "transform">;

/** What a chart of a kernel's positions shows. */
export interface Positions {
  /** The parameters to change: name, label, least and largest value. */
  sliders: readonly (readonly [string, string, number, number])[];
  /** Where the sliders begin. */
  start: Readonly<Record<string, number>>;
  /** The axis of the pixels: its length and its title. */
  along: readonly [length: number, title: string];
  /** The rows from top to bottom, and their title. */
  rows: readonly [names: readonly string[], title: string];
  /** The pixels on top, each `from` … `to`, of one `kind` or the other. */
  pixels: Rows;
  /** The kinds of pixels: those that count, and the others. */
  kinds: readonly [string, string];
  /** The kernel's positions, each `from` … `to` in its `row`. */
  kernels: Rows;
  /** What is drawn over them. */
  over: readonly LayerSpec[];
  /** The two lines above everything, as the `label` of one row. */
  lines: Rows;
}

/** Draws a kernel's positions along one axis, one beneath the other, with sliders. */
export function positionsChart(shown: Positions, text: string): Chart {
  const { sliders, start, along: [length, title], rows, kinds } = shown;
  const y = { ...rowOf(rows[0]), title: rows[1] };
  const span = {
    x: {
      field: "from",
      type: "quantitative" as const,
      scale: { domain: [0, length], nice: false },
      axis: { tickMinStep: 1, grid: false },
      title,
    },
    x2: { field: "to" },
  };
  return new Chart(
    {
      params: sliders.map(([name, label, min, max]) => ({
        name,
        value: start[name],
        bind: { input: "range", min, max, step: 1, name: label },
      })),
      width: 460,
      height: { step: 22 },
      layer: [
        {
          ...shown.pixels,
          mark: { type: "bar", stroke: "white", strokeWidth: 2 },
          encoding: {
            ...span,
            y,
            color: {
              field: "kind",
              type: "nominal",
              scale: { domain: [...kinds], range: [COLORS.train, "#E4E4E4"] },
              legend: { title: null },
            },
          },
        },
        {
          ...shown.kernels,
          mark: {
            type: "bar",
            color: CATEGORICAL_COLORS[4],
            cornerRadius: 3,
          },
          encoding: { ...span, y },
        },
        ...shown.over,
        {
          ...shown.lines,
          // Two lines that begin above the axis, for a phone.
          mark: { type: "text", align: "left", fontSize: 13, lineBreak: "\n" },
          encoding: {
            x: { value: -60 },
            y: { value: -28 },
            text: { field: "label", type: "nominal" },
          },
        },
      ],
    },
    text,
  );
}

/** The row of something, among rows from top to bottom. */
export function rowOf(names: readonly string[]) {
  return { field: "row", type: "ordinal" as const, sort: [...names] };
}
