import { type Chart, COLORS, type LayerSpec } from "../plot/mod.ts";
import type { SlidingWindow } from "./convolution.ts";
import { positionsChart, rowOf, type Rows } from "./positions_chart.ts";

const SLIDERS = [
  ["H", "input length H ", 1, 16],
  ["K", "kernel length K ", 1, 7],
  ["p", "padding p ", 0, 4],
  ["s", "stride s ", 1, 4],
] as const;
/** The length of the longest padded input, in pixels. */
const LONGEST = 16 + 2 * 4;
/** One row per kernel position, with the padded input on top. */
const ROWS = [
  "input",
  ...Array.from({ length: LONGEST }, (_, i) => `i = ${i}`),
  "does not fit",
];
const PADDED = "(H + 2 * p)";
/** The number of positions by the formula; 0 if the kernel is too long. */
const COUNT = `max(0, floor((${PADDED} - K) / s) + 1)`;

/**
 * Draws the kernel's positions along one axis of the padded input, one beneath
 * the other, with sliders for H, K, p and s.
 *
 * Positions are added one by one for as long as the kernel fits; the first one
 * that sticks out is dashed. The lines on top compare their number with the
 * formula's.
 *
 * @param start where the sliders begin: size 1…16, kernelSize 1…7, padding
 * 0…4, stride 1…4
 */
export function kernelPositionsChart(start: Required<SlidingWindow>): Chart {
  const { size: H, kernelSize: K, padding: p, stride: s } = start;
  return positionsChart(
    {
      sliders: SLIDERS,
      start: { H, K, p, s },
      along: [LONGEST, "index on the padded input"],
      rows: [ROWS, "position of the kernel"],
      pixels: PIXELS,
      kinds: ["input", "padding"],
      kernels: FITTING,
      over: [NUMBERS, OUTSIDE],
      lines: LINES,
    },
    `The positions of a kernel of ${K} on an input of ${H} with padding ${p} and stride ${s}`,
  );
}

const PIXELS: Rows = {
  data: { sequence: { start: 0, stop: LONGEST, as: "from" } },
  transform: [
    { filter: `datum.from < ${PADDED}` },
    { calculate: "datum.from + 1", as: "to" },
    { calculate: "'input'", as: "row" },
    {
      calculate: "datum.from < p || datum.from >= p + H ? 'padding' : 'input'",
      as: "kind",
    },
  ],
};

/** The candidate positions 0, 1, …: does the kernel lie within the padded input? */
const TRIED = {
  data: { sequence: { start: 0, stop: LONGEST, as: "i" } },
  transform: [
    { calculate: "datum.i * s", as: "from" },
    { calculate: "datum.from + K", as: "to" },
    { calculate: `datum.to <= ${PADDED} ? 1 : 0`, as: "fits" },
    { calculate: "'i = ' + datum.i", as: "row" },
  ],
};
const FITTING = {
  data: TRIED.data,
  transform: [...TRIED.transform, { filter: "datum.fits" }],
};

const NUMBERS: LayerSpec = {
  data: FITTING.data,
  transform: [
    ...FITTING.transform,
    { calculate: "(datum.from + datum.to) / 2", as: "middle" },
  ],
  mark: { type: "text", color: "black" },
  encoding: {
    x: { field: "middle", type: "quantitative" },
    y: rowOf(ROWS),
    text: { field: "from", type: "nominal" },
  },
};

const OUTSIDE: LayerSpec = {
  data: { values: [{}] },
  transform: [
    { calculate: `${COUNT} * s`, as: "from" },
    { calculate: "datum.from + K", as: "to" },
    { calculate: "'does not fit'", as: "row" },
  ],
  mark: {
    type: "bar",
    filled: false,
    stroke: COLORS.val,
    strokeDash: [4, 3],
    cornerRadius: 3,
    clip: true,
  },
  encoding: {
    x: { field: "from", type: "quantitative" },
    x2: { field: "to" },
    y: rowOf(ROWS),
  },
};

const LINES: Rows = {
  data: TRIED.data,
  transform: [
    ...TRIED.transform,
    { aggregate: [{ op: "sum", field: "fits", as: "counted" }] },
    {
      calculate:
        `'counted: ' + datum.counted + (K > ${PADDED} ? '\\nthe kernel is longer than the padded input' : '\\nby the formula: ⌊(' + H + ' + 2·' + p + ' − ' + K + ') / ' + s + '⌋ + 1 = ' + ${COUNT})`,
      as: "label",
    },
  ],
};
