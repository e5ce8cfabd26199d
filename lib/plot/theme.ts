import type { Config } from "vega-lite";

/**
 * The colours of all charts, each with one meaning, chosen to differ for people
 * with any common kind of colour blindness.
 *
 * Source: M. Okabe and K. Ito, "Color Universal Design" (2008).
 */
export const COLORS = {
  /** Figures computed on the training data. */
  train: "#0072B2",
  /** Figures computed on the validation data. */
  val: "#D55E00",
  /** Figures computed on the test data. */
  test: "#009E73",
  /** Text and lines: the colour of the text around the chart, dark or light. */
  ink: "currentColor",
} as const;

/**
 * Colours for things without a fixed meaning (runs, learning rates), in the
 * order of use.
 */
export const CATEGORICAL_COLORS: readonly string[] = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#7A5195",
  COLORS.ink,
];

/** Colours for the classes of a data set, at most ten. */
export const LABEL_COLORS: readonly string[] = [
  ...CATEGORICAL_COLORS,
  "#8A5A2B",
  "#8F9A00",
];

/** The colours of a matrix's cells: tints of the test colour, dark enough for white numbers. */
export const CELL_COLORS = {
  /** A share of 0. */
  none: "#F3F8F6",
  /** A share of 1. */
  all: "#00664A",
  /** Above this share, white text is easier to read than black. */
  whiteTextAbove: 0.8,
} as const;

/** The opacity of what is less important: tick labels, axes and the grid. */
export const OPACITY = { label: 0.8, axis: 0.6, grid: 0.15 } as const;

/** The font of all charts. */
export const FONT = "'Helvetica Neue', Helvetica, Arial, sans-serif";

/**
 * The Vega-Lite configuration of every chart: the page's background and ink,
 * quiet grid, legends below.
 */
export const THEME: Config = {
  background: "transparent",
  padding: 10,
  font: FONT,
  view: { stroke: null, continuousWidth: 310, continuousHeight: 240 },
  title: {
    anchor: "start",
    fontSize: 15,
    fontWeight: 600,
    color: COLORS.ink,
    subtitleFontSize: 12.5,
    subtitleColor: COLORS.ink,
    subtitlePadding: 4,
    offset: 12,
  },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 500,
    labelColor: COLORS.ink,
    labelOpacity: OPACITY.label,
    titleColor: COLORS.ink,
    titlePadding: 8,
    gridColor: COLORS.ink,
    gridOpacity: OPACITY.grid,
    domainColor: COLORS.ink,
    domainOpacity: OPACITY.axis,
    tickColor: COLORS.ink,
    tickOpacity: OPACITY.axis,
  },
  legend: {
    orient: "bottom",
    labelFontSize: 12,
    titleFontSize: 12.5,
    titleFontWeight: 500,
    labelColor: COLORS.ink,
    titleColor: COLORS.ink,
    labelLimit: 320,
    symbolStrokeWidth: 2.5,
  },
  header: {
    labelFontSize: 13,
    labelFontWeight: 600,
    labelColor: COLORS.ink,
    titleColor: COLORS.ink,
  },
  line: { strokeJoin: "round" },
  rule: { color: COLORS.ink },
  text: { color: COLORS.ink },
  range: { category: [...CATEGORICAL_COLORS] },
};
