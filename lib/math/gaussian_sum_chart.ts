import { CATEGORICAL_COLORS, Chart } from "../plot/mod.ts";

/** Means and standard deviations of the two Gaussians to add. */
export interface GaussianPair {
  /** Mean of X. */
  readonly mu1: number;
  /** Standard deviation of X. */
  readonly sigma1: number;
  /** Mean of Y. */
  readonly mu2: number;
  /** Standard deviation of Y. */
  readonly sigma2: number;
}

/** The critical value of D·√n at the 5 % level. */
const CRITICAL = 1.358;
/** The half width of the x axis: six standard deviations at the sliders' ends. */
const REACH = 15;

function slider(name: keyof GaussianPair, value: number) {
  const [symbol, index] = [name.startsWith("mu") ? "μ" : "σ", name.at(-1)];
  const [min, max] = symbol === "μ" ? [-3, 3] : [0.5, 2.5];
  return {
    name,
    value,
    bind: {
      input: "range" as const,
      min,
      max,
      step: 0.1,
      name: `${symbol}${"₁₂"[Number(index) - 1]} `,
    },
  };
}

/** One row per pair of standard normals becomes one value of X + Y. */
const SUM = {
  calculate: "mu1 + sigma1 * datum.u + mu2 + sigma2 * datum.v",
  as: "z",
};
const MEAN = "(mu1 + mu2)";
const DEVIATION = "sqrt(sigma1 * sigma1 + sigma2 * sigma2)";

/**
 * Plots simulated sums of two Gaussians against the density that was derived,
 * with a slider for each mean and standard deviation.
 *
 * On the left: the histogram of X + Y with the densities of X, Y and X + Y. On
 * the right: the empirical distribution function minus the exact one, whose
 * largest absolute value is the Kolmogorov–Smirnov distance. The sliders scale
 * the same pairs of standard normals, so the picture moves smoothly and needs
 * no kernel.
 *
 * @param normals shape [n, 2], independent standard normal pairs
 * @param start where the sliders begin: means in [−3, 3], standard deviations
 * in [0.5, 2.5]
 */
export function gaussianSumChart(
  normals: readonly (readonly [number, number])[],
  start: GaussianPair,
): Chart {
  const band = CRITICAL / Math.sqrt(normals.length);
  return new Chart(
    {
      params: (["mu1", "sigma1", "mu2", "sigma2"] as const)
        .map((name) => slider(name, start[name])),
      data: {
        name: "normals",
        values: normals.map(([u, v]) => ({ u: short(u), v: short(v) })),
      },
      hconcat: [
        { width: 380, height: 240, layer: [histogram(), densities()] },
        {
          width: 300,
          height: 240,
          layer: [difference(band), limits(band), statistic(band)],
        },
      ],
    },
    `Histogram of ${normals.length} simulated values of X + Y under the density of N(μ₁ + μ₂, σ₁² + σ₂²)`,
  );
}

/** Six digits are more than the chart can show, and a third of the text. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

function histogram() {
  return {
    transform: [
      SUM,
      { calculate: `${DEVIATION} / 4`, as: "width" },
      { calculate: "floor(datum.z / datum.width)", as: "bin" },
      { joinaggregate: [{ op: "count" as const, as: "n" }] },
      {
        aggregate: [{ op: "count" as const, as: "count" }],
        groupby: ["bin", "width", "n"],
      },
      { calculate: "datum.bin * datum.width", as: "from" },
      { calculate: "datum.from + datum.width", as: "to" },
      { calculate: "datum.count / datum.n / datum.width", as: "density" },
    ],
    mark: {
      type: "bar" as const,
      color: CATEGORICAL_COLORS[2],
      opacity: 0.45,
      clip: true,
    },
    encoding: {
      x: {
        field: "from",
        type: "quantitative" as const,
        scale: { domain: [-REACH, REACH], nice: false },
        axis: { tickCount: 6 },
        title: "value",
      },
      x2: { field: "to" },
      y: {
        field: "density",
        type: "quantitative" as const,
        title: "density",
        stack: null,
      },
      y2: { datum: 0 },
    },
  };
}

function densities() {
  return {
    data: { sequence: { start: -5, stop: 5.01, step: 0.05, as: "t" } },
    transform: [
      { calculate: "['X', 'Y', 'X + Y']", as: "name" },
      { flatten: ["name"] },
      {
        calculate:
          `datum.name === 'X' ? mu1 : datum.name === 'Y' ? mu2 : ${MEAN}`,
        as: "mean",
      },
      {
        calculate:
          `datum.name === 'X' ? sigma1 : datum.name === 'Y' ? sigma2 : ${DEVIATION}`,
        as: "deviation",
      },
      { calculate: "datum.mean + datum.deviation * datum.t", as: "x" },
      {
        calculate: "densityNormal(datum.x, datum.mean, datum.deviation)",
        as: "density",
      },
    ],
    mark: { type: "line" as const, clip: true },
    encoding: {
      x: { field: "x", type: "quantitative" as const },
      y: { field: "density", type: "quantitative" as const },
      color: {
        field: "name",
        type: "nominal" as const,
        sort: ["X", "Y", "X + Y"],
        title: null,
      },
    },
  };
}

/**
 * The empirical and the exact distribution function at each value of the
 * sample.
 */
const CUMULATIVE = [
  SUM,
  {
    sort: [{ field: "z" }],
    window: [{ op: "row_number" as const, as: "rank" }],
    frame: [null, null] as [null, null],
  },
  { joinaggregate: [{ op: "count" as const, as: "n" }] },
  {
    calculate: `cumulativeNormal(datum.z, ${MEAN}, ${DEVIATION})`,
    as: "exact",
  },
];

function difference(band: number) {
  return {
    transform: [
      ...CUMULATIVE,
      { calculate: "datum.rank / datum.n - datum.exact", as: "difference" },
    ],
    mark: { type: "line" as const, strokeWidth: 1, clip: true },
    encoding: {
      x: {
        field: "z",
        type: "quantitative" as const,
        scale: { domain: [-REACH, REACH], nice: false },
        title: "value of X + Y",
      },
      y: {
        field: "difference",
        type: "quantitative" as const,
        scale: { domain: [-1.5 * band, 1.5 * band] },
        title: "simulated cdf − exact cdf",
      },
    },
  };
}

function limits(band: number) {
  return {
    data: { values: [{ limit: band }, { limit: -band }] },
    mark: { type: "rule" as const, strokeDash: [4, 4] },
    encoding: { y: { field: "limit", type: "quantitative" as const } },
  };
}

function statistic(band: number) {
  return {
    transform: [
      ...CUMULATIVE,
      {
        calculate:
          "max(datum.rank / datum.n - datum.exact, datum.exact - (datum.rank - 1) / datum.n)",
        as: "distance",
      },
      { aggregate: [{ op: "max" as const, field: "distance", as: "D" }] },
      {
        calculate:
          `'D = ' + format(datum.D, '.4f') + (datum.D < ${band} ? ' < ' : ' > ') + '${
            band.toFixed(4)
          } (5 % level)'`,
        as: "label",
      },
    ],
    mark: { type: "text" as const, align: "left" as const, fontSize: 12 },
    encoding: {
      x: { value: 8 },
      y: { value: 12 },
      text: { field: "label", type: "nominal" as const },
    },
  };
}
