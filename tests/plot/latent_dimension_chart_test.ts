import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { latentDimensionChart } from "mle/plot/mod.ts";
import { count, drawn } from "./drawing.ts";
import { assertGolden } from "./golden.ts";

const CURVES = [
  { name: "optimum", latentDim: 1, trainLoss: 0.25, testLoss: 0.24 },
  { name: "optimum", latentDim: 10, trainLoss: 0.1, testLoss: 0.09 },
];
const POINTS = [
  { name: "linear", latentDim: 10, trainLoss: 0.101, testLoss: 0.092 },
  { name: "convolutional", latentDim: 3, trainLoss: 0.12, testLoss: 0.13 },
];

Deno.test("losses are drawn against the latent dimension", async () => {
  const chart = latentDimensionChart({
    title: "Sweep",
    curves: CURVES,
    points: POINTS,
  });
  const svg = await drawn(chart);

  await assertGolden("latent_dimension_chart", chart.spec);
  assertEquals(count(svg, 'aria-roledescription="line mark"'), 2);
  assertEquals(count(svg, 'aria-roledescription="point"'), 4);
  for (const name of ["optimum", "linear", "convolutional", "train", "test"]) {
    assertStringIncludes(svg, `>${name}</text>`);
  }
  assertEquals(
    chart.text,
    "Sweep. linear, 10: 0.101 train, 0.092 test. " +
      "convolutional, 3: 0.12 train, 0.13 test",
  );
});

Deno.test("what has no logarithm is refused", () => {
  assertThrows(
    () => latentDimensionChart({ title: "Sweep", curves: [], points: [] }),
    RangeError,
    'Cannot draw losses "Sweep": expected at least one row, got none',
  );
  assertThrows(
    () =>
      latentDimensionChart({
        title: "Sweep",
        curves: [{ ...CURVES[0], testLoss: 0 }],
        points: [],
      }),
    RangeError,
    'Cannot draw losses "Sweep": expected numbers above 0 (the axes are ' +
      'logarithmic), got 0 in column "testLoss" of row 0',
  );
  assertThrows(
    () =>
      latentDimensionChart({
        title: "Sweep",
        curves: [],
        points: [{ ...POINTS[0], trainLoss: NaN }],
      }),
    TypeError,
    'expected a finite number in column "trainLoss" of row 0, got NaN',
  );
});
