/** Charts and picture grids from plain rows and arrays, shown by a notebook or saved as files. */
export { Chart, type VegaLiteSpec } from "./chart.ts";
export {
  historyChart,
  type HistoryChartOptions,
  type HistoryPanel,
  type Level,
  type Run,
  type Split,
} from "./history_chart.ts";
export { CATEGORICAL_COLORS, COLORS } from "./theme.ts";
export { DISPLAY, type Displayable, type MimeBundle } from "./display.ts";
