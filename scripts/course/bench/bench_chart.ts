import { Chart } from "mle/plot/mod.ts";
import { CONTENDERS, OURS } from "./contenders.ts";
import type { BenchResult } from "./report.ts";
import { summarize } from "./summarize.ts";

/**
 * Draws each contender's time per step as bars, relative to PyTorch's fastest
 * eager variant; models without PyTorch have no bars.
 */
export function benchChart(
  { results, machine, threads, date }: BenchResult,
): Chart {
  const rows = results.flatMap(summarize).flatMap((row) =>
    row.stepRatio === undefined ? [] : {
      model: row.title,
      contender: row.contender,
      ratio: row.stepRatio,
      label: `${row.stepRatio.toFixed(2)}  (${row.stepMs.toPrecision(3)} ms)`,
    }
  );
  const order = CONTENDERS.map(({ name }) => name);
  const y = {
    field: "contender",
    type: "nominal",
    sort: order,
    title: null,
    axis: { labelLimit: 240 },
  } as const;
  const text = rows.filter(({ contender }) => contender === OURS)
    .map(({ model, label }) => `${model}: ${label}`).join(", ");
  return new Chart(
    {
      title: {
        text: "Time per training step, as a multiple of PyTorch eager's",
        subtitle: `${machine}, ${threads} threads, ${date.slice(0, 10)}; ` +
          "1 is PyTorch's fastest eager variant",
      },
      data: { values: rows },
      facet: {
        row: {
          field: "model",
          type: "nominal",
          sort: results.map(({ workload }) => workload.title),
          title: null,
          header: {
            labelOrient: "top",
            labelAnchor: "start",
            labelAlign: "left",
          },
        },
      },
      spec: {
        width: 440,
        layer: [
          {
            mark: { type: "rule", strokeDash: [4, 3], color: "#6b7280" },
            encoding: { x: { datum: 1, type: "quantitative" } },
          },
          {
            mark: { type: "bar", height: { band: 0.75 } },
            encoding: {
              y,
              x: {
                field: "ratio",
                type: "quantitative",
                title: "time per step (less is better)",
              },
              color: {
                condition: {
                  test: `datum.contender === '${OURS}'`,
                  value: "#4269d0",
                },
                value: "#b8bdc9",
              },
            },
          },
          // On top of the line at 1, with a white edge.
          ...[{ stroke: "white", strokeWidth: 4 }, {}].map((edge) => ({
            mark: { type: "text", align: "left", dx: 4, ...edge } as const,
            encoding: {
              y,
              x: { field: "ratio", type: "quantitative" } as const,
              text: { field: "label", type: "nominal" } as const,
            },
          })),
        ],
      },
    },
    `Time per training step as a multiple of PyTorch eager's. ${text}`,
  );
}
