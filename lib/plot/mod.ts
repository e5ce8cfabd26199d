/**
 * Charts and picture grids from plain rows and arrays, to be shown by a
 * notebook or saved as files.
 */
export { Chart, type LayerSpec, type VegaLiteSpec } from "./chart.ts";
export {
  historyChart,
  type HistoryChartOptions,
  type Run,
} from "./history_chart.ts";
export type { HistoryPanel, Level } from "./history_panel.ts";
export type { Split } from "./line_styles.ts";
export { CATEGORICAL_COLORS, COLORS } from "./theme.ts";
export { classAccuracyChart } from "./class_accuracy_chart.ts";
export { confusionMatrixChart } from "./confusion_matrix_chart.ts";
export {
  latentDimensionChart,
  type LatentDimensionChartOptions,
  type LatentDimensionRow,
} from "./latent_dimension_chart.ts";
export {
  learningRateChart,
  type LearningRateChartOptions,
} from "./learning_rate_chart.ts";
export {
  scatter3dChart,
  type Scatter3dOptions,
  type Scatter3dPoint,
} from "./scatter_3d_chart.ts";
export { networkChart, type NetworkLayer } from "./network_chart.ts";
export type { Titles } from "./titles.ts";
export type { Picture } from "./picture.ts";
export {
  PictureGrid,
  pictureGrid,
  type PictureGridOptions,
} from "./picture_grid.ts";
