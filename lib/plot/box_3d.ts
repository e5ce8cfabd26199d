/** A point in space. */
export interface Point3d {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A text and its place in space. */
export interface Text3d extends Point3d {
  readonly text: string;
}

/** The bounding box of points, with the same distance between ticks on all axes. */
export interface Box3d {
  readonly low: Point3d;
  readonly high: Point3d;
  readonly center: Point3d;
  /** Half of the box's diagonal. */
  readonly radius: number;
  /** The distance between ticks. */
  readonly step: number;
}

const AXES = ["x", "y", "z"] as const;

/**
 * The distances of tick labels and axis names from the box, as fractions of its
 * radius.
 */
const TICK_DISTANCE = 0.09;
const NAME_DISTANCE = 0.28;

/** The bounding box of points; its longest edge has three to six ticks. */
export function boxOf(points: readonly Point3d[]): Box3d {
  const least = along((axis) => Math.min(...points.map((p) => p[axis])));
  const most = along((axis) => Math.max(...points.map((p) => p[axis])));
  const extent = Math.max(...AXES.map((axis) => most[axis] - least[axis]));
  // The box has an extent even along an axis on which all points agree.
  const margin = extent > 0 ? extent / 50 : 1;
  const low = along((axis) => least[axis] - margin);
  const high = along((axis) => most[axis] + margin);
  const center = along((axis) => (low[axis] + high[axis]) / 2);
  const halves = AXES.map((axis) => (high[axis] - low[axis]) / 2);
  const step = roundStep((extent + 2 * margin) / 6);
  return { low, high, center, step, radius: Math.hypot(...halves) };
}

/**
 * The twelve edges as pairs of points with a common number; the three axes are
 * marked.
 */
export function boxEdges(
  box: Box3d,
): (Point3d & { edge: number; isAxis: boolean })[] {
  const ends = [0, 1];
  const edges = AXES.flatMap((axis) => {
    const [a, b] = AXES.filter((other) => other !== axis);
    return ends.flatMap((atA) =>
      ends.map((atB) => ends.map((at) => ({ [axis]: at, [a]: atA, [b]: atB })))
    );
  }) as unknown as Point3d[][];
  const axes = axisEdges(box);
  return edges.flatMap((pair, edge) => {
    const corners = pair.map((at) =>
      along((axis) => at[axis] === 0 ? box.low[axis] : box.high[axis])
    );
    const isAxis = axes.some((axis) =>
      corners.every((corner, i) =>
        AXES.every((name) => corner[name] === axis.ends[i][name])
      )
    );
    return corners.map((corner) => ({ ...corner, edge, isAxis }));
  });
}

/** The tick labels along the three axes, outside the box. */
export function tickTexts(box: Box3d): Text3d[] {
  return axisEdges(box).flatMap(({ axis, ends: [start, end], outwards }) => {
    const first = Math.ceil(start[axis] / box.step);
    const last = Math.floor(end[axis] / box.step);
    return Array.from({ length: last - first + 1 }, (_, i) => {
      const value = (first + i) * box.step;
      const at = { ...start, [axis]: value };
      // With a proper minus sign, and without -0 or 0.30000000000000004.
      const text = String(Number((value + 0).toPrecision(6)))
        .replace("-", "\u2212");
      return { ...away(at, outwards, TICK_DISTANCE * box.radius), text };
    });
  });
}

/** The names of the three axes, beside their middles. */
export function axisTexts(box: Box3d, names: readonly string[]): Text3d[] {
  return axisEdges(box).map(({ axis, ends: [start], outwards }, index) => {
    const at = { ...start, [axis]: box.center[axis] };
    const text = names[index];
    return { ...away(at, outwards, NAME_DISTANCE * box.radius), text };
  });
}

/**
 * The edges that serve as axes: x and y meet at the bottom; z stands at the
 * other end of y, where it hides nothing in the initial view.
 */
function axisEdges({ low, high }: Box3d) {
  const diagonal = Math.SQRT1_2;
  return [
    {
      axis: "x" as const,
      ends: [low, { ...low, x: high.x }],
      outwards: { x: 0, y: -1, z: 0 },
    },
    {
      axis: "y" as const,
      ends: [low, { ...low, y: high.y }],
      outwards: { x: -1, y: 0, z: 0 },
    },
    {
      axis: "z" as const,
      ends: [{ ...low, y: high.y }, { ...high, x: low.x }],
      outwards: { x: -diagonal, y: diagonal, z: 0 },
    },
  ];
}

function away(from: Point3d, direction: Point3d, distance: number): Point3d {
  return along((axis) => from[axis] + distance * direction[axis]);
}

function along(value: (axis: "x" | "y" | "z") => number): Point3d {
  return { x: value("x"), y: value("y"), z: value("z") };
}

/** The smallest of …, 0.2, 0.5, 1, 2, 5, 10, 20, … that is at least `least`. */
function roundStep(least: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find((digit) => digit * magnitude >= least);
  return (digit ?? 10) * magnitude;
}
