import { axisTexts, type Box3d, boxEdges, boxOf, tickTexts } from "./box_3d.ts";
import { Chart, type LayerSpec } from "./chart.ts";
import { type Picture, thumbnail, toRgb } from "./picture.ts";
import { numberIn } from "./rows.ts";
import { COLORS, LABEL_COLORS, OPACITY } from "./theme.ts";
import { textLine, type Titles, titleSpec } from "./titles.ts";
import { position, turn, viewParams } from "./view_3d.ts";

/** One point of a 3-D scatter. */
export interface Scatter3dPoint {
  /** Its coordinate on the first axis. */
  readonly x: number;
  /** Its coordinate on the second axis. */
  readonly y: number;
  /** Its coordinate on the third axis. */
  readonly z: number;
  /** Its class. */
  readonly label: string;
  /** The picture shown with the label when the pointer rests on the point. */
  readonly picture?: Picture;
}

/** The texts of `scatter3dChart`, and how it reads pictures. */
export interface Scatter3dOptions extends Titles {
  /** The names of the axes x, y and z. */
  readonly axes: readonly [x: string, y: string, z: string];
  /** All classes, in the order of the legend; at most ten. */
  readonly labels: readonly string[];
  /** The pixels drawn as black and as full brightness, by default `[0, 255]`. */
  readonly range?: readonly [number, number];
}

const SIZE = 470;
const PICTURE_ENLARGEMENT = 3;

/**
 * Draws points in space. Two sliders turn the view. A click on the legend shows
 * one class only (with Shift, one more), and a click elsewhere shows all of
 * them again. Hovering over a point shows its label and picture. All axes have
 * the same scale, so that distances are true; nearer points are larger.
 *
 * @throws {TypeError} if a coordinate is not a finite number, or a picture
 * does not fit its shape.
 * @throws {RangeError} if there are no points, a point's label is not among
 * `labels`, or there are more than ten labels.
 */
export async function scatter3dChart(
  points: readonly Scatter3dPoint[],
  options: Scatter3dOptions,
): Promise<Chart> {
  const { axes, labels, range = [0, 255] } = options;
  check(points, options);
  const rows = await Promise.all(points.map(async (point, index) => {
    const { x, y, z, label, picture } = point;
    const row = { x, y, z, label };
    if (picture === undefined) return row;
    const webp = await thumbnail(
      toRgb(picture, range, index),
      PICTURE_ENLARGEMENT,
    );
    const image = `data:image/webp;base64,${webp.toString("base64")}`;
    return { ...row, image };
  }));
  const box = boxOf(points);
  return new Chart(
    {
      title: titleSpec(options),
      width: SIZE,
      height: SIZE,
      params: viewParams(),
      encoding: position(box),
      layer: [
        ...boxLayers(box, axes),
        pointLayer(rows, box, options),
      ],
      resolve: { scale: { size: "independent" } },
    },
    textLine(
      options,
      `${points.length} points along ${axes.join(", ")}`,
      labels.map((label) =>
        `${label}: ${points.filter((point) => point.label === label).length}`
      ).join(", "),
    ),
  );
}

function check(
  points: readonly Scatter3dPoint[],
  { title, labels }: Scatter3dOptions,
): void {
  const action = `Cannot draw "${title}"`;
  if (labels.length > LABEL_COLORS.length) {
    throw new RangeError(
      `${action}: expected at most ${LABEL_COLORS.length} labels, as many as ` +
        `there are colours, got ${labels.length}`,
    );
  }
  if (points.length === 0) {
    throw new RangeError(`${action}: expected at least one point, got none`);
  }
  for (const [index, point] of points.entries()) {
    for (const axis of ["x", "y", "z"]) numberIn(point, axis, index, action);
    if (!labels.includes(point.label)) {
      throw new RangeError(
        `${action}: expected labels among ${labels.join(", ")}, got ` +
          `${point.label} in row ${index}`,
      );
    }
  }
}

function boxLayers(box: Box3d, axes: readonly string[]): LayerSpec[] {
  const texts = (values: object[], fontSize: number, opacity: number) => ({
    data: { values },
    transform: turn(box),
    mark: { type: "text" as const, fontSize, opacity },
    encoding: { text: { field: "text" } },
  });
  return [
    {
      data: { values: boxEdges(box) },
      transform: turn(box),
      mark: { type: "line", aria: false },
      encoding: {
        detail: { field: "edge" },
        stroke: {
          value: COLORS.ink,
        },
        opacity: {
          condition: { test: "datum.isAxis", value: OPACITY.axis },
          value: OPACITY.grid,
        },
        strokeWidth: {
          condition: { test: "datum.isAxis", value: 1.2 },
          value: 1,
        },
      },
    },
    texts(tickTexts(box), 11, OPACITY.label),
    texts(axisTexts(box, axes), 13, 1),
  ];
}

function pointLayer(
  values: object[],
  box: Box3d,
  { axes, labels }: Scatter3dOptions,
): LayerSpec {
  return {
    data: { values },
    params: [{
      name: "picked",
      select: { type: "point", fields: ["label"] },
      bind: "legend",
    }],
    transform: [{ filter: { param: "picked" } }, ...turn(box)],
    mark: {
      type: "point",
      filled: true,
      opacity: 0.9,
      stroke: "white",
      strokeWidth: 0.4,
      aria: false,
    },
    encoding: {
      order: { field: "near", type: "quantitative" },
      size: {
        field: "near",
        type: "quantitative",
        scale: { domain: [-box.radius, box.radius], range: [12, 80] },
        legend: null,
      },
      color: {
        field: "label",
        type: "nominal",
        title: null,
        scale: { domain: [...labels], range: [...LABEL_COLORS] },
        legend: { symbolSize: 90, symbolOpacity: 1 },
      },
      // Vega's tooltip draws `title` as a heading and `image` as a picture.
      tooltip: [
        { field: "label", title: "title" },
        ...values.some((row) => "image" in row) ? [{ field: "image" }] : [],
        ...(["x", "y", "z"] as const).map((field, index) => ({
          field,
          title: axes[index],
          format: ".3~g",
        })),
      ],
    },
  };
}
