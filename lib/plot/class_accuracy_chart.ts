import { Chart } from "./chart.ts";
import { checkConfusionMatrix, total } from "./matrix.ts";
import { referenceLine } from "./reference_line.ts";
import { readable } from "./rows.ts";
import { COLORS } from "./theme.ts";
import { textLine, type Titles, titleSpec } from "./titles.ts";

/**
 * Draws the accuracy of each class (the share of its examples that were
 * recognised) as bars, and the accuracy over all classes as a dotted line.
 *
 * `matrix[t][p]` counts the examples of class `t` that were predicted as class
 * `p`.
 *
 * @throws TypeError if the matrix is not square with one row per class name.
 * @throws RangeError if an entry is not a count, or all are zero.
 */
export function classAccuracyChart(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
  titles: Titles,
): Chart {
  checkConfusionMatrix(matrix, classNames);
  const bars = matrix.map((counts, index) => {
    const [right, all] = [counts[index], total(counts)];
    const share = all === 0 ? 0 : right / all;
    const label = all === 0
      ? "no examples"
      : `${readable(share, true)} (${right} of ${all})`;
    return { class: classNames[index], right, all, share, label };
  });
  const right = total(bars.map((bar) => bar.right));
  const all = total(bars.map((bar) => bar.all));
  if (all === 0) {
    throw new RangeError(
      "Cannot draw accuracy per class: expected at least one example, got none",
    );
  }
  const overall = `all classes: ${readable(right / all, true)}`;
  const y = {
    field: "class",
    type: "nominal" as const,
    sort: [...classNames],
    axis: { ticks: false },
  };
  return new Chart(
    {
      title: titleSpec(titles),
      data: { values: bars },
      width: 420,
      height: { step: 32 },
      layer: [
        {
          mark: { type: "bar", color: COLORS.test, height: { band: 0.7 } },
          encoding: {
            y,
            x: {
              field: "share",
              type: "quantitative",
              title: "accuracy",
              scale: { domain: [0, 1] },
              axis: { format: ".0%", tickCount: 5 },
            },
          },
        },
        {
          mark: {
            type: "text",
            align: "left",
            dx: 10,
            fontSize: 12,
            color: COLORS.ink,
          },
          encoding: { y, x: { value: "width" }, text: { field: "label" } },
        },
        ...referenceLine("x", right / all, overall),
      ],
    },
    textLine(
      titles,
      overall,
      bars.map((bar) => `${bar.class}: ${bar.label}`).join(", "),
    ),
  );
}
