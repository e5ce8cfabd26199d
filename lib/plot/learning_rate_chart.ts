import { Chart, type Encoding, type PanelSpec } from "./chart.ts";
import { EPOCHS, LINE_LEGEND, valueAxis } from "./epochs.ts";
import { numberIn, readable } from "./rows.ts";
import { COLORS } from "./theme.ts";
import { textLine, type Titles, titleSpec } from "./titles.ts";

/** What `learningRateChart` draws. */
export interface LearningRateChartOptions extends Titles {
  /** The column of figures to compare, fractions in 0..1. */
  readonly column: string;
  /** Title of the y axes. */
  readonly yTitle: string;
}

/** The figure of a run at one epoch. */
interface Point {
  lr: number;
  seed: number;
  epoch: number;
  value: number;
}

/**
 * Learning rates are ordered, so their colours come from a scale from dark to
 * light.
 */
const RATE_SCHEME: { name: "viridis"; extent: number[] } = {
  name: "viridis",
  extent: [0, 0.9],
};

/**
 * Draws a study of learning rates: on the left the mean over seeds at every
 * epoch, with a band from the worst to the best seed; on the right the last
 * epoch of every seed against the learning rate.
 *
 * `rows` has one row per learning rate, seed and epoch, with numbers `lr`, `seed`, `epoch` and the
 * column to draw.
 *
 * @throws TypeError if a row lacks one of these numbers.
 * @throws RangeError if there are no rows, or a learning rate is not above
 * zero.
 */
export function learningRateChart(
  rows: readonly object[],
  options: LearningRateChartOptions,
): Chart {
  const { yTitle } = options;
  const points = pointsOf(rows, options);
  const last = lastEpochs(points);
  return new Chart(
    {
      title: titleSpec(options),
      hconcat: [overEpochs(points, yTitle), atTheEnd(last, yTitle)],
      spacing: 30,
      resolve: { scale: { color: "shared" } },
    },
    textLine(options, describe(last, yTitle)),
  );
}

function pointsOf(
  rows: readonly object[],
  { title, column }: LearningRateChartOptions,
): Point[] {
  const action = `Cannot draw learning rates "${title}"`;
  if (rows.length === 0) {
    throw new RangeError(`${action}: expected at least one row, got none`);
  }
  return rows.map((row, index) => {
    const lr = numberIn(row, "lr", index, action);
    if (lr <= 0) {
      throw new RangeError(
        `${action}: expected learning rates above 0 (the axis is logarithmic), ` +
          `got ${lr} in row ${index}`,
      );
    }
    return {
      lr,
      seed: numberIn(row, "seed", index, action),
      epoch: numberIn(row, "epoch", index, action),
      value: numberIn(row, column, index, action),
    };
  });
}

/** The point of the last epoch of every run. */
function lastEpochs(points: readonly Point[]): Point[] {
  const runs = Map.groupBy(points, ({ lr, seed }) => `${lr} ${seed}`);
  return Array.from(
    runs.values(),
    (run) => run.reduce((a, b) => b.epoch > a.epoch ? b : a),
  );
}

const color: Encoding = {
  color: {
    field: "lr",
    type: "ordinal",
    title: "learning rate",
    scale: { scheme: RATE_SCHEME },
    legend: LINE_LEGEND,
  },
};

function panelTitle(text: string) {
  return { text, fontSize: 13, fontWeight: "normal" as const, offset: 8 };
}

function overEpochs(values: Point[], yTitle: string): PanelSpec {
  const y = valueAxis(yTitle, true);
  return {
    title: panelTitle("Mean, and band from worst to best seed"),
    data: { values },
    layer: [
      {
        mark: { type: "area", opacity: 0.18, tooltip: false },
        encoding: {
          x: EPOCHS,
          y: { ...y, aggregate: "min" },
          y2: { field: "value", aggregate: "max" },
          ...color,
        },
      },
      {
        mark: { type: "line" },
        encoding: {
          x: EPOCHS,
          y: { ...y, aggregate: "mean" },
          ...color,
          tooltip: [{ field: "lr", title: "learning rate" }],
        },
      },
    ],
  };
}

function atTheEnd(values: Point[], yTitle: string): PanelSpec {
  const x: Encoding["x"] = {
    field: "lr",
    type: "quantitative",
    title: "learning rate",
    scale: { type: "log", nice: false, padding: 20 },
    axis: {
      values: Array.from(new Set(values.map((point) => point.lr))),
      format: "~g",
      labelOverlap: false,
      grid: false,
    },
  };
  const y = valueAxis(yTitle, true);
  return {
    title: panelTitle("Last epoch: every seed, mean dashed"),
    data: { values },
    layer: [
      {
        mark: {
          type: "line",
          color: COLORS.ink,
          strokeDash: [4, 3],
        },
        encoding: { x, y: { ...y, aggregate: "mean" } },
      },
      {
        mark: { type: "point", size: 70, filled: true, opacity: 0.85 },
        encoding: {
          x,
          y,
          ...color,
          tooltip: [
            { field: "lr", title: "learning rate" },
            { field: "seed" },
            { field: "epoch", title: "last epoch" },
            { field: "value", title: yTitle, format: ".2%" },
          ],
        },
      },
    ],
  };
}

/** `validation accuracy after the last epoch: 0.001: 93.1 % (92.5 % to 94.2 %)`. */
function describe(last: readonly Point[], yTitle: string): string {
  const rates = Array.from(Map.groupBy(last, (point) => point.lr))
    .sort(([a], [b]) => a - b)
    .map(([lr, points]) => {
      const values = points.map((point) => point.value);
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return `${lr}: ${readable(mean, true)} ` +
        `(${readable(low, true)} to ${readable(high, true)})`;
    });
  return `${yTitle} after the last epoch, mean (range) by learning rate: ` +
    rates.join(", ");
}
