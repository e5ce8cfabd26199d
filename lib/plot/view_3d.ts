import type { Box3d } from "./box_3d.ts";
import type { Encoding } from "./chart.ts";

/** The initial view, in degrees. */
const START = { azimuth: 30, elevation: 20 };

/**
 * The sliders, and the parameters from which the position of every point is
 * computed.
 */
export function viewParams() {
  const slider = (name: "azimuth" | "elevation", limit: number) => ({
    name,
    value: START[name],
    bind: {
      input: "range" as const,
      min: -limit,
      max: limit,
      step: 1,
      name: `${name} (°) `,
    },
  });
  const angle = (name: string) =>
    ["cos", "sin"].map((f) => ({
      name: `${f}_${name}`,
      expr: `${f}(${name} * PI / 180)`,
    }));
  return [
    slider("azimuth", 180),
    slider("elevation", 90),
    ...angle("azimuth"),
    ...angle("elevation"),
  ];
}

/**
 * Rotates points about the centre of the box: `right`, `up` and, towards the
 * viewer, `near`.
 */
export function turn({ center }: Box3d) {
  const [x, y, z] = (["x", "y", "z"] as const)
    .map((axis) => `(datum.${axis} - (${center[axis]}))`);
  const far = `(${x} * sin_azimuth + ${y} * cos_azimuth)`;
  return [
    { as: "right", calculate: `${x} * cos_azimuth - ${y} * sin_azimuth` },
    { as: "up", calculate: `${z} * cos_elevation + ${far} * sin_elevation` },
    { as: "near", calculate: `${z} * sin_elevation - ${far} * cos_elevation` },
  ];
}

/** Where a point is drawn; the scales do not change while the box turns. */
export function position({ radius }: Box3d): Encoding {
  const along = (field: string) => ({
    field,
    type: "quantitative" as const,
    scale: {
      domain: [-1.05 * radius, 1.05 * radius],
      nice: false,
      zero: false,
    },
    axis: null,
  });
  return { x: along("right"), y: along("up") };
}
