import type { Chart, LayerSpec } from "../plot/mod.ts";
import { positionsChart, rowOf, type Rows } from "./positions_chart.ts";

const SLIDERS = [
  ["n", "input length n ", 1, 7],
  ["K", "kernel length K ", 1, 5],
  ["s", "stride s ", 1, 3],
  ["p", "padding p ", 0, 2],
  ["q", "output padding q ", 0, 2],
] as const;
/** The most pixels of the input, and of the output before it is cut. */
const INPUTS = 7;
const LONGEST = 6 * 3 + 5 + 2;
/** One row per pixel of the input, with the output on top. */
const ROWS = [
  "output",
  ...Array.from({ length: INPUTS }, (_, i) => `pixel ${i}`),
];
/** How far the kernels reach, and where the output ends. */
const REACH = "((n - 1) * s + K)";
const END = `(${REACH} - p + q)`;

/**
 * Draws along one axis where a transposed convolution puts its kernel, once for
 * each pixel of the input, and what it makes of that: how many kernels are added
 * up at each pixel of the output. Sliders change n, K, s, p and q.
 *
 * @param start Where the sliders begin: n 1…7, K 1…5, s 1…3, p and q 0…2.
 */
export function transposedPositionsChart(
  start: Record<"n" | "K" | "s" | "p" | "q", number>,
): Chart {
  return positionsChart(
    {
      sliders: SLIDERS,
      start,
      along: [LONGEST, "index before padding cuts off the ends"],
      rows: [ROWS, "input"],
      pixels: OUTPUT,
      kinds: ["output", "cut off"],
      kernels: KERNELS,
      over: [OVERLAPS],
      lines: LINES,
    },
    `Where a transposed convolution puts a kernel of ${start.K} for each of ` +
      `${start.n} pixels, with stride ${start.s}, padding ${start.p} and ` +
      `output padding ${start.q}`,
  );
}

const OUTPUT = {
  data: { sequence: { start: 0, stop: LONGEST, as: "from" } },
  transform: [
    { filter: `datum.from < max(${REACH}, ${END})` },
    { calculate: "datum.from + 1", as: "to" },
    { calculate: "'output'", as: "row" },
    {
      calculate:
        `datum.from >= p && datum.from < ${END} ? 'output' : 'cut off'`,
      as: "kind",
    },
    {
      calculate: "max(0, min(n - 1, floor(datum.from / s)) - " +
        "max(0, ceil((datum.from - K + 1) / s)) + 1)",
      as: "overlap",
    },
  ],
};

const KERNELS: Rows = {
  data: { sequence: { start: 0, stop: INPUTS, as: "i" } },
  transform: [
    { filter: "datum.i < n" },
    { calculate: "datum.i * s", as: "from" },
    { calculate: "datum.from + K", as: "to" },
    { calculate: "'pixel ' + datum.i", as: "row" },
  ],
};

const OVERLAPS: LayerSpec = {
  data: OUTPUT.data,
  transform: [
    ...OUTPUT.transform,
    { calculate: "datum.from + 0.5", as: "middle" },
  ],
  mark: { type: "text" },
  encoding: {
    x: { field: "middle", type: "quantitative" },
    y: rowOf(ROWS),
    text: { field: "overlap", type: "nominal" },
    color: {
      condition: { test: "datum.kind === 'output'", value: "white" },
      value: "black",
    },
  },
};

const LINES: Rows = {
  data: OUTPUT.data,
  transform: [
    ...OUTPUT.transform,
    { filter: "datum.kind === 'output'" },
    { aggregate: [{ op: "count", as: "counted" }] },
    {
      calculate: "'counted: ' + datum.counted + '\\nby the formula: (' + n + " +
        "' − 1)·' + s + ' − 2·' + p + ' + ' + K + ' + ' + q + ' = ' + " +
        `max(0, ${END} - p)`,
      as: "label",
    },
  ],
};
