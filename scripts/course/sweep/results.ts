import pl from "nodejs-polars";
import { Chart } from "mle/plot/mod.ts";
import { historyOf, type Run } from "./runs.ts";

/** The results of a sweep. */
export interface Results {
  /** A row for each epoch of each run: the run's settings, then its history. */
  table: pl.DataFrame;
  /**
   * A row for each setting, with the data: mean and spread over its seeds at the
   * last epoch.
   */
  summary: pl.DataFrame;
  chart: Chart;
}

/** Brings the histories of complete runs together, and compares a column. */
export async function resultsOf(
  title: string,
  runs: readonly Run[],
  column: string,
): Promise<Results> {
  const histories = await Promise.all(
    runs.map(async (run) =>
      (await historyOf(run))!.toRecords()
        .map((row) => ({ ...run.settings, ...row }))
    ),
  );
  const settings = Object.keys(runs[0].settings);
  const isWhole = (name: string) =>
    runs.every((run) => Number.isInteger(run.settings[name]));
  const whole = [...settings.filter(isWhole), "epoch"];
  const frame = (rows: object[]) =>
    pl.DataFrame(rows) // it infers floats
      .withColumns(...whole.map((name) => pl.col(name).cast(pl.Int64)));

  // The classifier's runs name their data, which may be a stand-in.
  const all = histories.flat();
  const data = new Set(all.flatMap((row) => row.data ?? []));
  const known = all.every((row) => "data" in row) ? ["data"] : [];
  const compared = settings.filter((name) => name !== "seed");
  const value = pl.col(column);
  const summary = frame(histories.flatMap((rows) => rows.slice(-1)))
    .groupBy(...known, ...compared)
    .agg(
      pl.col("seed").count().alias("seeds"),
      value.mean().alias(column),
      value.std().alias("deviation"),
      value.min().alias("lowest"),
      value.max().alias("highest"),
    )
    .sort([...known, ...compared]);

  const varied = compared.filter((name) =>
    new Set(runs.map((run) => run.settings[name])).size > 1
  );
  const values = histories.flatMap((rows, i) =>
    rows.map((row) => ({
      run: varied.map((name) => `${name} ${runs[i].settings[name]}`).join(", "),
      epoch: row.epoch,
      value: row[column],
    }))
  );
  return {
    table: frame(all),
    summary,
    chart: chartOf([title, ...data].join(", "), column, values),
  };
}

function chartOf(title: string, column: string, values: object[]): Chart {
  const x = { field: "epoch", type: "quantitative" } as const;
  const y = {
    field: "value",
    type: "quantitative",
    title: column,
    scale: { zero: false },
  } as const;
  const color = {
    field: "run",
    type: "nominal",
    sort: null,
    title: null,
  } as const;
  return new Chart({
    title: {
      text: title,
      subtitle: "mean, and band from lowest to highest seed",
    },
    width: 520,
    height: 320,
    data: { values },
    layer: [
      {
        mark: { type: "area", opacity: 0.18 },
        encoding: {
          x,
          y: { ...y, aggregate: "min" },
          y2: { field: "value", aggregate: "max" },
          color,
        },
      },
      {
        mark: "line",
        encoding: { x, y: { ...y, aggregate: "mean" }, color },
      },
    ],
  }, title);
}
