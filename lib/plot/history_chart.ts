import { Chart } from "./chart.ts";
import { type HistoryPanel, historyPanel } from "./history_panel.ts";
import { lineStyles, OURS, type Point, type Split } from "./line_styles.ts";
import { numberIn, readable } from "./rows.ts";
import { textLine, type Titles, titleSpec } from "./titles.ts";

/** The history of one training run. */
export interface Run {
  /** Its name in the legend; runs with the same name share a colour. */
  readonly name: string;
  /**
   * One row per epoch, in order, with a number `epoch` and the columns that the
   * panels draw.
   */
  readonly rows: readonly object[];
  /**
   * The source of figures that are not ours, such as `the sheet`: drawn broad
   * and faint behind ours.
   */
  readonly source?: string;
}

/** What `historyChart` draws. */
export interface HistoryChartOptions extends Titles {
  /** The runs to draw. */
  readonly runs: readonly Run[];
  /** The charts, from left to right. */
  readonly panels: readonly HistoryPanel[];
}

/**
 * Draws training histories: lines over epochs, one panel per quantity.
 *
 * For a single run, train, val and test each have their own colour. For several
 * runs, each run has its own colour; train is solid, val and test are dashed.
 *
 * @example
 * ```ts
 * import { historyChart } from "mle/plot/mod.ts";
 *
 * const ours = [{ epoch: 1, trainLoss: 1.5 }, { epoch: 2, trainLoss: 1.0 }];
 * const theirs = [{ epoch: 1, trainLoss: 1.6 }, { epoch: 2, trainLoss: 0.9 }];
 * historyChart({
 *   title: "CNN",
 *   runs: [
 *     { name: "cnn", rows: ours },
 *     { name: "cnn", rows: theirs, source: "the sheet" },
 *   ],
 *   panels: [{ title: "loss", columns: { train: "trainLoss" } }],
 * });
 * ```
 *
 * @throws TypeError if a row lacks a number that a panel draws.
 * @throws RangeError if there are no runs or panels, one of them is empty, or
 * two runs have the same name and source.
 */
export function historyChart(options: HistoryChartOptions): Chart {
  const { runs, panels } = options;
  refuseEmptyOrAmbiguous(options);
  const drawn = panels.map((panel) => ({
    panel,
    points: pointsOf(panel, runs),
  }));
  const styles = lineStyles(drawn.flatMap(({ points }) => points));
  const sentences = drawn.map(({ panel, points }) => describe(panel, points));
  return new Chart({
    title: titleSpec(options),
    hconcat: drawn.map(({ panel, points }) => ({
      ...(drawn.length === 1 && { width: 480 }),
      ...historyPanel(panel, points, styles),
    })),
    spacing: 30,
    resolve: {
      scale: {
        color: "shared",
        strokeDash: "shared",
        strokeOpacity: "shared",
        strokeWidth: "shared",
      },
    },
  }, textLine(options, ...sentences));
}

function refuseEmptyOrAmbiguous({ title, runs, panels }: HistoryChartOptions) {
  const action = `Cannot draw history "${title}"`;
  const emptyRun = runs.find((run) => run.rows.length === 0);
  if (runs.length === 0 || emptyRun) {
    throw new RangeError(
      `${action}: expected runs of at least one epoch, got ` +
        (emptyRun ? `no rows in run "${emptyRun.name}"` : "no run"),
    );
  }
  const emptyPanel = panels.find((panel) =>
    Object.keys(panel.columns).length === 0
  );
  if (panels.length === 0 || emptyPanel) {
    throw new RangeError(
      `${action}: expected panels of at least one column, got ` +
        (emptyPanel ? `no column in panel "${emptyPanel.title}"` : "no panel"),
    );
  }
  const seen = new Set<string>();
  for (const { name, source } of runs) {
    const key = JSON.stringify([name, source]);
    if (seen.has(key)) {
      throw new RangeError(
        `${action}: expected runs that differ in name or source, got "${name}" twice`,
      );
    }
    seen.add(key);
  }
}

function pointsOf(panel: HistoryPanel, runs: readonly Run[]): Point[] {
  const columns = Object.entries(panel.columns) as [Split, string][];
  return runs.flatMap(({ name, source = OURS, rows }) => {
    const action = `Cannot draw history of run "${name}"`;
    return columns.flatMap(([split, column]) =>
      rows.map((row, index) => ({
        run: name,
        split,
        source,
        epoch: numberIn(row, "epoch", index, action),
        value: numberIn(row, column, index, action),
      }))
    );
  });
}

/** `loss: cnn train 1.54 to 0.02, cnn val 1.9 to 0.2`. */
function describe(panel: HistoryPanel, points: readonly Point[]): string {
  const lines = Map.groupBy(
    points.filter((point) => point.source === OURS),
    (point) => `${point.run} ${point.split}`,
  );
  const percent = panel.percent ?? false;
  const changes = Array.from(lines, ([name, line]) => {
    const [first, last] = [line[0].value, line[line.length - 1].value];
    return `${name} ${readable(first, percent)} to ${readable(last, percent)}`;
  });
  return `${panel.title}: ${changes.join(", ")}`;
}
