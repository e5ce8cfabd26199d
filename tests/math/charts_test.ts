import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import {
  gaussianSumChart,
  kernelPositionsChart,
  kolmogorovSmirnov,
  normalCdf,
  transposedPositionsChart,
} from "mle/math/mod.ts";
import { convOutputSize } from "mle/sheet/mod.ts";
import type { Chart } from "mle/plot/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { parse, View } from "vega";
import { compile } from "vega-lite";

/** All rows of the chart's data, with its sliders set to the given values. */
async function rowsAt(
  chart: Chart,
  sliders: Record<string, number>,
): Promise<Record<string, unknown>[]> {
  const spec = compile(chart.spec).spec;
  const view = new View(parse(spec), { renderer: "none" });
  try {
    for (const [name, value] of Object.entries(sliders)) {
      view.signal(name, value);
    }
    await view.runAsync();
    return (spec.data ?? []).flatMap(({ name }) => view.data(name));
  } finally {
    view.finalize();
  }
}

const generator = new Generator(1);
const normals = Array.from(
  { length: 500 },
  () => [generator.normal(1)[0], generator.normal(1)[0]] as const,
);
const start = { mu1: 0, sigma1: 1, mu2: 0, sigma2: 1 };

for (
  const sliders of [
    start,
    { mu1: 2, sigma1: 0.5, mu2: -1, sigma2: 2 },
    { mu1: -3, sigma1: 2.5, mu2: 3, sigma2: 0.7 },
  ]
) {
  const { mu1, sigma1, mu2, sigma2 } = sliders;
  const mean = mu1 + mu2, deviation = Math.hypot(sigma1, sigma2);

  Deno.test(`gaussianSumChart: its D at ${JSON.stringify(sliders)} is the test's`, async () => {
    const rows = await rowsAt(gaussianSumChart(normals, start), sliders);
    const [{ D, label }] = rows.filter((row) => "D" in row);
    const { statistic } = kolmogorovSmirnov(
      normals.map(([u, v]) => mu1 + sigma1 * u + mu2 + sigma2 * v),
      (z) => normalCdf(z, mean, deviation),
    );
    assertAlmostEquals(D as number, statistic, 1e-5);
    assertMatch(label as string, /^D = 0\.\d{4} [<>] 0\.0607 \(5 % level\)$/);
  });

  Deno.test(`gaussianSumChart: its densities at ${JSON.stringify(sliders)} have area one`, async () => {
    const rows = await rowsAt(gaussianSumChart(normals, start), sliders);
    const bars = rows.filter((row) => "bin" in row) as {
      density: number;
      width: number;
    }[];
    const area = bars.reduce((sum, bar) => sum + bar.density * bar.width, 0);
    assertAlmostEquals(area, 1, 1e-9);
    const curve = rows.filter((row) => row.name === "X + Y") as {
      x: number;
      density: number;
    }[];
    for (const { x, density } of curve) {
      const exact = Math.exp(-(((x - mean) / deviation) ** 2) / 2) /
        (deviation * Math.sqrt(2 * Math.PI));
      assertAlmostEquals(density, exact, 1e-9);
    }
  });
}

Deno.test("kernelPositionsChart: places as many kernels as the formula gives", async () => {
  const chart = kernelPositionsChart({
    size: 8,
    kernelSize: 3,
    padding: 1,
    stride: 2,
  });
  for (
    const [H, K, p, s] of [[8, 3, 1, 2], [16, 1, 4, 1], [5, 5, 0, 1], [
      7,
      4,
      2,
      3,
    ]]
  ) {
    const rows = await rowsAt(chart, { H, K, p, s });
    const count = convOutputSize({
      size: H,
      kernelSize: K,
      padding: p,
      stride: s,
    });
    const kernels = new Set(
      rows.filter((row) => row.fits).map((row) => row.row),
    );
    assertEquals(kernels.size, count);
    const [{ label }] = rows.filter((row) => "counted" in row);
    assertEquals(
      label,
      `counted: ${count}\nby the formula: ⌊(${H} + 2·${p} − ${K}) / ${s}⌋ + 1 = ${count}`,
    );
  }
});

Deno.test("kernelPositionsChart: no position for a kernel that is too long", async () => {
  const chart = kernelPositionsChart({
    size: 2,
    kernelSize: 5,
    padding: 0,
    stride: 1,
  });
  const rows = await rowsAt(chart, {});
  const [{ label }] = rows.filter((row) => "counted" in row);
  assertEquals(
    label,
    "counted: 0\nthe kernel is longer than the padded input",
  );
});

const decoderSteps = { n: 3, K: 3, s: 2, p: 0, q: 0 };
for (
  const sliders of [
    decoderSteps,
    { n: 7, K: 3, s: 2, p: 1, q: 1 },
    { n: 4, K: 2, s: 3, p: 1, q: 2 },
    { n: 1, K: 5, s: 1, p: 2, q: 0 },
  ]
) {
  Deno.test(`transposedPositionsChart: at ${JSON.stringify(sliders)} it adds up as kernels do`, async () => {
    const { n, K, s, p, q } = sliders;
    const sums = new Array((n - 1) * s + K + q).fill(0);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < K; k++) sums[i * s + k]++;
    }
    const size = (n - 1) * s - 2 * p + K + q;
    const rows = await rowsAt(transposedPositionsChart(decoderSteps), sliders);
    // A pixel is in the data of several layers.
    const overlaps = new Map(
      rows.filter(({ kind }) => kind === "output")
        .map(({ from, overlap }) => [from, overlap]),
    );
    assertEquals([...overlaps.values()], sums.slice(p, p + size));
    const [{ label }] = rows.filter((row) => "label" in row);
    assertMatch(
      label as string,
      new RegExp(`^counted: ${size}\\n.* = ${size}$`),
    );
  });
}
