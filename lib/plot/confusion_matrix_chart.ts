import { Chart } from "./chart.ts";
import { checkConfusionMatrix, total } from "./matrix.ts";
import { readable } from "./rows.ts";
import { CELL_COLORS } from "./theme.ts";
import { textLine, type Titles, titleSpec } from "./titles.ts";

/**
 * Draws a confusion matrix: the count of examples by true class (row) and predicted class (column),
 * coloured by the share of the true class.
 *
 * `matrix[t][p]` counts the examples of class `t` that were predicted as class
 * `p`.
 *
 * @throws TypeError if the matrix is not square with one row per class name.
 * @throws RangeError if an entry is not a count.
 */
export function confusionMatrixChart(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
  titles: Titles,
): Chart {
  checkConfusionMatrix(matrix, classNames);
  const cells = matrix.flatMap((counts, row) => {
    const ofClass = Math.max(total(counts), 1);
    return counts.map((count, column) => ({
      true: classNames[row],
      predicted: classNames[column],
      count,
      share: count / ofClass,
    }));
  });
  const axis = (name: string) => ({
    field: name,
    type: "nominal" as const,
    sort: [...classNames],
    axis: { labelAngle: 0, domain: false, ticks: false },
  });
  return new Chart({
    title: titleSpec(titles),
    data: { values: cells },
    width: 52 * classNames.length,
    height: { step: 44 },
    encoding: {
      x: axis("predicted"),
      y: axis("true"),
      tooltip: [
        { field: "true" },
        { field: "predicted" },
        { field: "count" },
        { field: "share", title: "share of the true class", format: ".1%" },
      ],
    },
    layer: [
      {
        mark: { type: "rect", stroke: "white", strokeWidth: 2 },
        encoding: {
          color: {
            field: "share",
            type: "quantitative",
            scale: {
              domain: [0, 1],
              range: [CELL_COLORS.none, CELL_COLORS.all],
              interpolate: "rgb",
            },
            legend: null,
          },
        },
      },
      {
        mark: { type: "text", fontSize: 15 },
        encoding: {
          text: { field: "count", type: "quantitative" },
          color: {
            condition: [
              { test: "datum.count === 0", value: "#595959" },
              {
                test: `datum.share > ${CELL_COLORS.whiteTextAbove}`,
                value: "white",
              },
            ],
            value: "black",
          },
        },
      },
    ],
  }, textLine(titles, describe(cells)));
}

interface Cell {
  true: string;
  predicted: string;
  count: number;
}

/** `113 of 120 right (94.2 %); 3 taken for 4: 2`, the most frequent confusions first. */
function describe(cells: readonly Cell[]): string {
  const all = total(cells.map((cell) => cell.count));
  const right = total(
    cells.filter((cell) => cell.true === cell.predicted)
      .map((cell) => cell.count),
  );
  const confusions = cells
    .filter((cell) => cell.true !== cell.predicted && cell.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map((cell) => `${cell.true} taken for ${cell.predicted}: ${cell.count}`);
  const share = all === 0 ? "no examples" : readable(right / all, true);
  return [`${right} of ${all} right (${share})`, ...confusions].join("; ");
}
