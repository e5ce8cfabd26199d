import { Chart } from "./chart.ts";

/** A layer of a network. */
export interface NetworkLayer {
  /** What kind of layer it is. */
  readonly type: string;
  /** What it gives out: [channels, height, width], or [features]. */
  readonly shape: readonly number[];
  /** How many parameters it has. */
  readonly parameters: number;
}

const GAP = 14;

/** How wide and how high what a layer gives out is drawn, in pixels. */
function sizeOf(shape: readonly number[]): { width: number; height: number } {
  const [channels, height] = shape;
  return height === undefined
    ? { width: 8, height: 10 + 10 * Math.log2(channels) }
    : { width: 8 + 6 * Math.log2(channels), height: 10 + 2 * height };
}

/**
 * Draws a network from its layers: as high as their maps, as wide as these are
 * many (on a logarithmic scale), and as dark as their share of the parameters.
 * What is flat is a thin line. Layers without parameters that keep the shape are
 * left out.
 *
 * @param input The shape of a sample: [channels, height, width].
 */
export function networkChart(
  layers: readonly NetworkLayer[],
  input: readonly number[],
): Chart {
  const all = [{ type: "input", shape: input, parameters: 0 }, ...layers];
  const drawn = all.filter(({ shape, parameters }, i) =>
    i === 0 || parameters > 0 || shape.join() !== all[i - 1].shape.join()
  );
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  let x = 0;
  const values = drawn.map(({ type, shape, parameters }) => {
    const { width, height } = sizeOf(shape);
    const left = x;
    x += width + GAP;
    return {
      type,
      shape: shape.join(" × "),
      parameters,
      share: total === 0 ? 0 : parameters / total,
      left,
      right: left + width,
      middle: left + width / 2,
      top: height / 2,
      bottom: -height / 2,
    };
  });
  const highest = Math.max(...values.map(({ top }) => top));
  const axes = {
    x: {
      field: "middle",
      type: "quantitative" as const,
      axis: null,
      scale: { domain: [-GAP, x], nice: false },
    },
    y: {
      type: "quantitative" as const,
      axis: null,
      scale: { domain: [-highest - 70, highest + 80], nice: false },
    },
  };
  const label = (field: "type" | "shape", datum: number) => ({
    mark: {
      type: "text",
      angle: datum < 0 ? 45 : -45,
      align: "left",
      fontSize: 11,
    } as const,
    encoding: {
      x: axes.x,
      y: { ...axes.y, datum },
      text: { field, type: "nominal" } as const,
    },
  });
  return new Chart(
    {
      width: 620,
      height: 300,
      data: { values },
      layer: [
        {
          mark: { type: "rect", stroke: "#6b7280" },
          encoding: {
            x: { ...axes.x, field: "left" },
            x2: { field: "right" },
            y: { ...axes.y, field: "bottom" },
            y2: { field: "top" },
            color: {
              field: "share",
              type: "quantitative",
              scale: { scheme: "blues", domain: [0, 1] },
              legend: {
                title: "share of parameters",
                titleLimit: 200,
                format: ".0%",
              },
            },
            tooltip: ["type", "shape", "parameters"].map((field) => ({
              field,
              type: "nominal" as const,
            })),
          },
        },
        label("shape", highest + 8),
        label("type", -highest - 8),
      ],
    },
    values.map(({ type, shape, parameters }) =>
      `${type} ${shape}${parameters > 0 ? ` (${parameters} parameters)` : ""}`
    ).join(" → "),
  );
}
