import { Chart, type Encoding } from "./chart.ts";
import { numberIn, readable } from "./rows.ts";
import { CATEGORICAL_COLORS, COLORS } from "./theme.ts";
import { textLine, type Titles, titleSpec } from "./titles.ts";

/** The losses of one kind of model that encodes data as `latentDim` numbers. */
export interface LatentDimensionRow {
  /** The kind of model. */
  readonly name: string;
  /** The dimension of a code. */
  readonly latentDim: number;
  /** Loss on the training data. */
  readonly trainLoss: number;
  /** Loss on the test data. */
  readonly testLoss: number;
}

/** What `latentDimensionChart` draws. */
export interface LatentDimensionChartOptions extends Titles {
  /**
   * Losses known for every latent dimension, such as an optimum; drawn as
   * lines.
   */
  readonly curves: readonly LatentDimensionRow[];
  /** Losses measured for some latent dimensions; drawn as points. */
  readonly points: readonly LatentDimensionRow[];
}

/** A single loss of one model. */
interface Loss {
  name: string;
  latentDim: number;
  split: "train" | "test";
  loss: number;
}

const LOSS_COLUMNS = { train: "trainLoss", test: "testLoss" } as const;

/**
 * Draws losses against the latent dimension, with both axes logarithmic: one
 * colour for each kind of model; train solid and filled, test dashed and
 * hollow.
 *
 * @throws {TypeError} if a row lacks a number.
 * @throws {RangeError} if there are no rows, or a number is not above zero.
 */
export function latentDimensionChart(
  options: LatentDimensionChartOptions,
): Chart {
  const { curves, points } = options;
  const names = Array.from(
    new Set([...curves, ...points].map((row) => row.name)),
  );
  const splits = Object.keys(LOSS_COLUMNS);
  const encoding: Encoding = {
    x: {
      field: "latentDim",
      type: "quantitative",
      title: "latent dimension",
      scale: { type: "log", nice: false },
      axis: {
        grid: false,
        format: "d",
        values: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      },
    },
    y: {
      field: "loss",
      type: "quantitative",
      title: "mean squared error",
      scale: { type: "log", nice: false },
      axis: { format: "~g", tickCount: 6 },
    },
    color: {
      field: "name",
      type: "nominal",
      title: null,
      scale: {
        domain: names,
        range: [COLORS.ink, ...CATEGORICAL_COLORS].slice(0, names.length),
      },
      legend: { symbolType: "square", symbolStrokeWidth: 0, symbolSize: 90 },
    },
    tooltip: [
      { field: "name", title: "model" },
      { field: "split" },
      { field: "latentDim", title: "latent dimension" },
      { field: "loss", title: "mean squared error", format: ".5f" },
    ],
  };
  return new Chart({
    title: titleSpec(options),
    width: 520,
    height: 320,
    layer: [
      {
        data: { values: lossesOf(curves, options) },
        mark: { type: "line", strokeWidth: 1.6 },
        encoding: {
          ...encoding,
          strokeDash: {
            field: "split",
            title: null,
            scale: { domain: splits, range: [[1, 0], [5, 3]] },
          },
        },
      },
      {
        data: { values: lossesOf(points, options) },
        mark: { type: "point", size: 60, strokeWidth: 1.8 },
        encoding: {
          ...encoding,
          fillOpacity: {
            condition: { test: "datum.split === 'train'", value: 1 },
            value: 0,
          },
          fill: encoding.color,
        },
      },
    ],
  }, textLine(options, ...points.map(describe)));
}

function lossesOf(
  rows: readonly LatentDimensionRow[],
  { title, curves, points }: LatentDimensionChartOptions,
): Loss[] {
  const action = `Cannot draw losses "${title}"`;
  if (curves.length + points.length === 0) {
    throw new RangeError(`${action}: expected at least one row, got none`);
  }
  return rows.flatMap((row, index) => {
    const above0 = (column: string) => {
      const value = numberIn(row, column, index, action);
      if (value > 0) return value;
      throw new RangeError(
        `${action}: expected numbers above 0 (the axes are logarithmic), got ` +
          `${value} in column "${column}" of row ${index}`,
      );
    };
    const latentDim = above0("latentDim");
    return (["train", "test"] as const).map((split) => ({
      name: row.name,
      latentDim,
      split,
      loss: above0(LOSS_COLUMNS[split]),
    }));
  });
}

/** `linear, 10: 0.098 train, 0.0946 test`. */
function describe(row: LatentDimensionRow): string {
  const [train, test] = [row.trainLoss, row.testLoss]
    .map((loss) => readable(loss, false));
  return `${row.name}, ${row.latentDim}: ${train} train, ${test} test`;
}
