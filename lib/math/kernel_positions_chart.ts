import { CATEGORICAL_COLORS, Chart, COLORS } from "../plot/mod.ts";
import type { SlidingWindow } from "./convolution.ts";

const SLIDERS = [
  ["H", "input length H ", 1, 16],
  ["K", "kernel length K ", 1, 7],
  ["p", "padding p ", 0, 4],
  ["s", "stride s ", 1, 4],
] as const;
/** The length of the longest padded input, in pixels. */
const LONGEST = 16 + 2 * 4;
/** One row per kernel position, with the padded input on top. */
const ROW = {
  field: "row",
  type: "ordinal" as const,
  sort: [
    "input",
    ...Array.from({ length: LONGEST }, (_, i) => `i = ${i}`),
    "does not fit",
  ],
};
const PADDED = "(H + 2 * p)";
/** The number of positions by the formula; 0 if the kernel is too long. */
const COUNT = `max(0, floor((${PADDED} - K) / s) + 1)`;

/**
 * Draws the kernel's positions along one axis of the padded input, one beneath
 * the other, with sliders for H, K, p and s.
 *
 * Positions are added one by one for as long as the kernel fits; the first one
 * that sticks out is dashed. The line on top compares their number with the
 * formula's.
 *
 * @param start where the sliders begin: size 1…16, kernelSize 1…7, padding
 * 0…4, stride 1…4
 */
export function kernelPositionsChart(start: Required<SlidingWindow>): Chart {
  const values = {
    H: start.size,
    K: start.kernelSize,
    p: start.padding,
    s: start.stride,
  };
  return new Chart(
    {
      params: SLIDERS.map(([name, label, min, max]) => ({
        name,
        value: values[name],
        bind: { input: "range" as const, min, max, step: 1, name: label },
      })),
      width: 460,
      height: { step: 22 },
      layer: [pixels(), positions(), numbers(), outside(), count()],
    },
    `The positions of a kernel of ${start.kernelSize} on an input of ${start.size} with padding ${start.padding} and stride ${start.stride}`,
  );
}

function pixels() {
  return {
    data: { sequence: { start: 0, stop: LONGEST, as: "from" } },
    transform: [
      { filter: `datum.from < ${PADDED}` },
      { calculate: "datum.from + 1", as: "to" },
      { calculate: "'input'", as: "row" },
      {
        calculate:
          "datum.from < p || datum.from >= p + H ? 'padding' : 'input'",
        as: "kind",
      },
    ],
    mark: { type: "bar" as const, stroke: "white", strokeWidth: 2 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative" as const,
        scale: { domain: [0, LONGEST], nice: false },
        axis: { tickMinStep: 1, grid: false },
        title: "index on the padded input",
      },
      x2: { field: "to" },
      y: { ...ROW, title: "position of the kernel" },
      color: {
        field: "kind",
        type: "nominal" as const,
        scale: {
          domain: ["input", "padding"],
          range: [COLORS.train, "#E4E4E4"],
        },
        legend: { title: null },
      },
    },
  };
}

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

function positions() {
  return {
    ...FITTING,
    mark: {
      type: "bar" as const,
      color: CATEGORICAL_COLORS[4],
      cornerRadius: 3,
    },
    encoding: {
      x: { field: "from", type: "quantitative" as const },
      x2: { field: "to" },
      y: ROW,
    },
  };
}

function numbers() {
  return {
    data: FITTING.data,
    transform: [
      ...FITTING.transform,
      { calculate: "(datum.from + datum.to) / 2", as: "middle" },
    ],
    mark: { type: "text" as const, color: "black" },
    encoding: {
      x: { field: "middle", type: "quantitative" as const },
      y: ROW,
      text: { field: "from", type: "nominal" as const },
    },
  };
}

function outside() {
  return {
    data: { values: [{}] },
    transform: [
      { calculate: `${COUNT} * s`, as: "from" },
      { calculate: "datum.from + K", as: "to" },
      { calculate: "'does not fit'", as: "row" },
    ],
    mark: {
      type: "bar" as const,
      filled: false,
      stroke: COLORS.val,
      strokeDash: [4, 3],
      cornerRadius: 3,
      clip: true,
    },
    encoding: {
      x: { field: "from", type: "quantitative" as const },
      x2: { field: "to" },
      y: ROW,
    },
  };
}

function count() {
  return {
    data: TRIED.data,
    transform: [
      ...TRIED.transform,
      {
        aggregate: [{ op: "sum" as const, field: "fits", as: "counted" }],
      },
      {
        calculate:
          `'counted: ' + datum.counted + (K > ${PADDED} ? ', the kernel is longer than the padded input' : ', by the formula: ⌊(' + H + ' + 2·' + p + ' − ' + K + ') / ' + s + '⌋ + 1 = ' + ${COUNT})`,
        as: "label",
      },
    ],
    mark: {
      type: "text" as const,
      align: "left" as const,
      fontSize: 13,
    },
    encoding: {
      x: { value: 0 },
      y: { value: -12 },
      text: { field: "label", type: "nominal" as const },
    },
  };
}
